import { planOf, programOf } from "../../compiler/index.ts";
import * as graph from "../../graph/index.ts";
import { Tensor } from "../../tensor/index.ts";
import type { Block } from "../block.ts";
import type { OptimizerSpec } from "../chain.ts";
import { traceUpdate } from "../rule.ts";
import { slotsOf } from "../slots.ts";

/** Kinds of the instructions of one update of a parameter; of the routines among them, which. */
export const instructionsOf = (optimizer: OptimizerSpec, shape: readonly number[], occasions = ""): string[] => {
  const length = graph.sizeOf(shape);
  const block: Block = { name: "w", dtype: "float32", length, parameters: [{ name: "w", shape, offset: 0 }] };
  const needs = slotsOf(optimizer, [block]);
  const input = (index: number, size: number) => new Tensor(graph.input(index, [size], "float32"));
  const slots = Object.fromEntries(needs.map(({ name, length: size }, index) => [name, input(2 + index, size)]));
  const [updated] = traceUpdate(optimizer, {
    blocks: [{ block, weights: input(0, length), gradient: input(1, length), slots }],
    knob: (name, dtype) => new Tensor(graph.knob(name, dtype)),
    occasions,
  });
  const outputs = [updated.weights, ...needs.map(({ name }) => updated.slots[name])];
  const { instructions } = planOf(programOf(outputs.map(({ node }) => node))).plan;
  return instructions.map((instruction) => (instruction.kind === "call" ? instruction.routine : instruction.kind));
};
