import { beforeAll, describe, expect, it } from "vitest";
import { concat, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { bidirectional } from "./bidirectional.ts";
import { flatten } from "./flatten.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";
import { contextOf } from "./nested.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

const x = tensor(
  Float64Array.from({ length: 2 * 5 * 3 }, (_, at) => Math.sin(at * 0.9)),
  [2, 5, 3],
);
const backwards = (y: Tensor): Tensor => y.slice(null, [null, null, -1]);

describe("bidirectional", () => {
  beforeAll(() => useDevice("reference"));

  it("joins a layer with another one that reads from the end, step by step or last with last", async () => {
    for (const returnSequences of [true, false]) {
      const layer = gru(4, { returnSequences });
      const both = bidirectional(layer);
      const context = firstContext(both, [5, 3]);
      const ahead = layer.apply(x, contextOf("forward", context)).y;
      const back = layer.apply(backwards(x), contextOf("backward", context)).y;
      const aligned = returnSequences ? backwards(back) : back;
      const expected = {
        concat: concat([ahead, aligned], -1),
        sum: ahead.add(aligned),
        mean: ahead.add(aligned).mul(0.5),
      };
      for (const merge of ["concat", "sum", "mean"] as const) {
        const merged = bidirectional(layer, { merge });
        const { y } = merged.apply(x, context);
        expect(y.shape.slice(1)).toEqual(merged.build([5, 3]).outputShape);
        expect(await y.data()).toEqual(await expected[merge].data());
      }
    }
  });

  it("begins with other weights in either direction, and learns both", async () => {
    const both = bidirectional(lstm(2, { returnSequences: true }));
    const context = firstContext(both, [5, 3]);
    expect(Object.keys(context.parameters).sort()).toEqual(
      ["backward", "forward"].flatMap((part) => [`${part}/bias`, `${part}/recurrentWeight`, `${part}/weight`]),
    );
    expect(await context.parameters["forward/weight"].data()).not.toEqual(
      await context.parameters["backward/weight"].data(),
    );
    await expectDifferences(
      ({ x: given, ...parameters }) =>
        both
          .apply(given, { ...context, parameters })
          .y.square()
          .sum(),
      { x, ...context.parameters },
    );
  });

  it("says what it does not take", () => {
    expect(() => bidirectional(lstm(2), { merge: "max" as "sum" })).toThrow(
      'bidirectional: merge must be "concat", "sum" or "mean", got max',
    );
    expect(() => bidirectional(lstm(2)).build([5])).toThrow("bidirectional: expected input [batch, time, features]");
    expect(bidirectional(flatten()).build([5, 3]).outputShape).toEqual([30]);
    expect(bidirectional((sequence) => sequence.max(1)).build([5, 3]).outputShape).toEqual([6]);
  });
});
