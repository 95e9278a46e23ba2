import fc from "fast-check";
import type { Node } from "../../graph/index.ts";
import * as graph from "../../graph/index.ts";
import type { DType, TypedArray } from "../../kernels/dtype.ts";
import { Choices, GraphWriter } from "./graph-writer.ts";

/** A graph with values for its inputs; `outputs` are all the nodes somebody asks for. */
export interface RandomGraph {
  readonly outputs: readonly Node[];
  readonly inputs: readonly TypedArray[];
  readonly knobs: Readonly<Record<string, number>>;
}

/** Graphs of every operation over the given dtypes. */
export const randomGraph = (dtypes: readonly DType[], steps = 24): fc.Arbitrary<RandomGraph> => {
  const choices = fc.array(fc.noBias(fc.nat(999)), { minLength: 9, maxLength: 12 });
  return fc
    .tuple(
      choices,
      fc.array(choices, { minLength: 1, maxLength: steps, size: "max" }),
      fc.array(fc.nat(99), { maxLength: 3 }),
    )
    .map(([first, rest, asked]) => {
      const writer = new GraphWriter(dtypes);
      writer.nodes.push(writer.leaf(new Choices(first)));
      for (const list of rest) writer.step(new Choices(list));
      const { nodes, inputs, knobs } = writer;
      return { outputs: [nodes[nodes.length - 1], ...asked.map((at) => nodes[at % nodes.length])], inputs, knobs };
    });
};

/** A graph whose inputs 0, 1, 2 are states of one shape, with their next values and other results. */
export interface RandomUpdates extends RandomGraph {
  /** How many outputs, from the first, are next values of the inputs of the same number. */
  readonly states: number;
}

export const randomUpdates = (steps = 14): fc.Arbitrary<RandomUpdates> => {
  const choices = fc.array(fc.noBias(fc.nat(999)), { minLength: 9, maxLength: 12 });
  const states = 3;
  return fc
    .tuple(choices, fc.array(choices, { minLength: 1, maxLength: steps, size: "max" }), choices)
    .map(([first, rest, last]) => {
      const writer = new GraphWriter(["float32"]);
      const choose = new Choices(first);
      const shape = choose.of([[4], [3, 5], [2, 4], [4, 4], [2, 3, 4], [9, 1, 2]]);
      writer.states(shape, states, choose);
      for (const list of rest) writer.step(new Choices(list));
      const { nodes, inputs, knobs } = writer;
      const fits = nodes.filter((node) => node.dtype === "float32" && graph.sizeOf(node.shape) === graph.sizeOf(shape));
      const take = new Choices(last);
      const next = Array.from({ length: states }, () =>
        graph.reshape(fits[fits.length - 1 - take.below(fits.length)], shape),
      );
      const others = Array.from({ length: take.below(3) }, () => take.of(nodes));
      return { outputs: [...next, ...others], inputs, knobs, states };
    });
};

/** A graph written down, for messages. */
export const showGraph = ({ outputs }: Pick<RandomGraph, "outputs">, order: readonly Node[]): string => {
  const name = (node: Node): string => `n${order.indexOf(node)}`;
  const lines = order.map((node) => {
    const { kind, ...rest } = node.operation;
    return `${name(node)} = ${kind} ${JSON.stringify(rest)} (${node.inputs.map(name)}): ${node.dtype}[${node.shape}]`;
  });
  return [...lines, `→ ${outputs.map(name)}`].join("\n");
};
