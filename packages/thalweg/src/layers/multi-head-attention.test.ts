import { beforeAll, describe, expect, it } from "vitest";
import { compile, scaledDotProductAttention, type Tensor, tensor, useDevice, zeros } from "../tensor/index.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

const x = tensor(
  Float64Array.from({ length: 24 }, (_, index) => Math.sin(1.7 * index)),
  [2, 3, 4],
);

describe("multiHeadAttention", () => {
  beforeAll(() => useDevice("reference"));

  it("attends with each head by itself, then joins them", async () => {
    const layer = multiHeadAttention(2, { bias: false });
    const { parameters, ...rest } = firstContext(layer, [3, 4]);
    const maps = ["query", "key", "value"].map((name) => x.matmul(parameters[`${name}/weight`]));
    const heads = [0, 2].map((from) => {
      const [q, k, v] = maps.map((map) => map.slice(null, null, [from, from + 2]));
      return scaledDotProductAttention(q, k, v).matmul(parameters["output/weight"].slice([from, from + 2]));
    });
    const expected = await heads[0].add(heads[1]).data();
    const found = await layer.apply(x, { ...rest, parameters }).y.data();
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 14);
  });

  it("sees nothing later when causal", async () => {
    const layer = multiHeadAttention(2, { causal: true });
    const context = firstContext(layer, [3, 4]);
    const whole = await layer.apply(x, context).y.slice(null, [0, 2]).data();
    const part = await layer.apply(x.slice(null, [0, 2]), context).y.data();
    for (const [index, value] of whole.entries()) expect(part[index]).toBeCloseTo(value, 14);
  });

  it("drops weights while training only, by the seed", async () => {
    const layer = multiHeadAttention(2, { dropout: 0.5 });
    const built = firstContext(layer, [3, 4]);
    const run = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs, random, training }) => ({
        state,
        outputs: layer.apply(inputs, { parameters: built.parameters, state: {}, training, random }).y,
      }),
      { state: zeros([1]) },
    );
    const result = async (training: boolean, step = 0) => [
      ...(await (await run.run({ inputs: x, training, step })).data()),
    ];
    const plain = await multiHeadAttention(2).apply(x, built).y.data();
    expect(await result(false)).toEqual([...plain]);
    expect(await result(true)).toEqual(await result(true));
    expect(await result(true)).not.toEqual(await result(true, 1));
    expect(await result(true)).not.toEqual([...plain]);
  });

  it("says what it needs", () => {
    const { outputShape, parameters } = multiHeadAttention(2, { keyFeatures: 5 }).build([7, 4]);
    expect(outputShape).toEqual([7, 4]);
    expect(Object.entries(parameters).map(([name, { shape, kind }]) => [name, shape, kind])).toEqual([
      ["query/weight", [4, 10], "weight"],
      ["query/bias", [10], "bias"],
      ["key/weight", [4, 10], "weight"],
      ["key/bias", [10], "bias"],
      ["value/weight", [4, 10], "weight"],
      ["value/bias", [10], "bias"],
      ["output/weight", [10, 4], "weight"],
      ["output/bias", [4], "bias"],
    ]);
  });

  it.each([{ causal: false }, { causal: true }])(
    "has the gradients of its central differences: %o",
    async (options) => {
      const layer = multiHeadAttention(2, { ...options, keyFeatures: 3 });
      const { parameters, ...rest } = firstContext(layer, [3, 4], { seed: 2 });
      await expectDifferences(
        ({ x: given, ...learned }) =>
          layer
            .apply(given, { ...rest, parameters: learned })
            .y.sin()
            .sum(),
        { x, ...parameters },
      );
    },
  );

  it("names what does not fit", () => {
    expect(() => sequential([multiHeadAttention(3)]).build([5, 8], "text")).toThrow(
      "text/multiHeadAttention: expected features in 3 heads of one size, got [batch, 5, 8]; " +
        "use a number of heads that divides them, or set keyFeatures",
    );
    expect(() => multiHeadAttention(0)).toThrow("multiHeadAttention: heads must be a positive integer, got 0");
    expect(() => multiHeadAttention(2, { dropout: 1 })).toThrow("multiHeadAttention: dropout must be in [0, 1), got 1");
    expect(() => multiHeadAttention(2).build([8])).toThrow("expected input [batch, time, features], got [batch, 8]");
  });
});
