import { describe, expect, it } from "vitest";
import type { Body, Node } from "./index.ts";
import * as graph from "./index.ts";

const bodyOf = ({ operation }: Node): Body => {
  if (operation.kind !== "loop") throw new Error("not a loop");
  return operation.body;
};

const kindsIn = (nodes: readonly Node[]): string[] => graph.inOrder(nodes).map(({ operation }) => operation.kind);

describe("loop", () => {
  const x = graph.input(0, [5, 2, 3], "float32");
  const start = graph.input(1, [2, 3], "float32");

  it("hands what the step closes over to its body as constants, computed outside", () => {
    const w = graph.input(2, [3, 3], "float32");
    const { final } = graph.loop({ carry: [start], slices: [x], steps: 5, reverse: false }, ([h], [slice]) => {
      const squared = graph.unary("exp", w);
      return { carry: [graph.binary("add", graph.matmul(h, squared), slice)], outputs: [] };
    });
    const [token] = final[0].inputs;
    const body = bodyOf(token);
    expect(kindsIn(body.results)).toEqual(["input", "input", "matmul", "input", "elementwise"]);
    expect(token.inputs.map(({ operation }) => operation.kind)).toEqual(["input", "input", "elementwise"]);
    expect(body.inputs).toHaveLength(3);
  });

  it("repeats numbers and rows inside its body, instead of arrays of them outside", () => {
    const row = graph.input(2, [3], "float32");
    const { final } = graph.loop({ carry: [start], slices: [], steps: 4, reverse: false }, ([h]) => {
      const shifted = graph.binary("add", graph.binary("mul", h, graph.literal(2, "float32")), row);
      return { carry: [graph.binary("mul", shifted, graph.scalar(0.5, "float32"))], outputs: [] };
    });
    const [token] = final[0].inputs;
    expect(token.inputs.slice(1).map(({ shape }) => shape)).toEqual([
      [1, 3],
      [1, 1],
    ]);
    expect(kindsIn(bodyOf(token).results)).toContain("literal");
  });

  it("leaves out slices that no step reads", () => {
    const other = graph.input(2, [5, 7], "float32");
    const { final } = graph.loop(
      { carry: [start], slices: [other, x], steps: 5, reverse: false },
      ([h], [, slice]) => ({
        carry: [graph.binary("add", h, slice)],
        outputs: [],
      }),
    );
    expect(final[0].inputs[0].inputs).toEqual([start, x]);
    expect(bodyOf(final[0].inputs[0]).slices).toBe(1);
  });

  it("gives its results their shapes", () => {
    const { final, outputs } = graph.loop({ carry: [start], slices: [x], steps: 5, reverse: true }, ([h], [slice]) => ({
      carry: [graph.binary("add", h, slice)],
      outputs: [graph.reduce("sum", h, [1]), graph.binary("lt", h, slice)],
    }));
    expect(final[0].shape).toEqual([2, 3]);
    expect(outputs.map(({ shape, dtype }) => [shape, dtype])).toEqual([
      [[5, 2], "float32"],
      [[5, 2, 3], "uint8"],
    ]);
    expect(graph.historyOf(final[0].inputs[0], 0).shape).toEqual([5, 2, 3]);
  });

  it("computes a body for other inputs", () => {
    const { final } = graph.loop({ carry: [start], slices: [x], steps: 5, reverse: false }, ([h], [slice]) => ({
      carry: [graph.binary("add", h, slice)],
      outputs: [],
    }));
    const [a, b] = [graph.input(3, [2, 3], "float32"), graph.input(4, [2, 3], "float32")];
    const [sum] = graph.instantiate(bodyOf(final[0].inputs[0]), [a, b]);
    expect(sum.inputs).toEqual([a, b]);
  });
});
