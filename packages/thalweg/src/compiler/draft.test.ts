import { describe, expect, it } from "vitest";
import * as graph from "../graph/index.ts";
import { Draft } from "./draft.ts";
import { type Item, programOf } from "./items.ts";

const x = graph.input(0, [4, 8], "float32");
const y = graph.input(1, [4, 8], "float32");
const sum = graph.binary("add", graph.unary("exp", x), y);
const scaled = graph.binary("mul", sum, graph.scalar(0.5, "float32", [4, 8]));
const { items, outputs } = programOf([sum, scaled, graph.unary("exp", x), graph.binary("sub", scaled, y)]);

const isStored = (item: Item): boolean => item.operation.kind === "input" || outputs.includes(item);
const nest = { space: [4, 8], reduced: [], sequential: false };

const shownBy = ({ builder, accesses, knobs, roots }: Draft) => ({ values: builder.values, accesses, knobs, roots });

describe("Draft", () => {
  it("is the same whether roots are added to it or to another that goes on from it", () => {
    const whole = new Draft(nest, isStored);
    for (const root of outputs) whole.add(root);
    let grown = new Draft(nest, isStored);
    for (const root of outputs) {
      grown = new Draft(nest, isStored, grown);
      grown.add(root);
    }
    expect(shownBy(grown)).toEqual(shownBy(whole));
    expect(grown.builder.values.length).toBeGreaterThan(items.length / 2);
  });

  it("leaves the one it goes on from as it was", () => {
    const first = new Draft(nest, isStored);
    first.add(outputs[0]);
    const before = structuredClone(shownBy(first));
    new Draft(nest, isStored, first).add(outputs[1]);
    expect(shownBy(first)).toEqual(before);
  });
});
