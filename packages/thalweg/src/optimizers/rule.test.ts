import { describe, expect, it } from "vitest";
import { planOf, programOf } from "../compiler/index.ts";
import { bindPlan } from "../devices/reference/index.ts";
import * as graph from "../graph/index.ts";
import { Tensor } from "../tensor/index.ts";
import {
  adam,
  adamW,
  type Block,
  chain,
  clipByGlobalNorm,
  clipByNorm,
  hostKnobs,
  knobNamesOf,
  momentum,
  type OptimizerSpec,
  slotsOf,
  traceUpdate,
} from "./index.ts";

/** One block's update, compiled: weights, slots, gradient are inputs in this order. */
const compiled = (optimizer: OptimizerSpec, block: Block) => {
  const needs = slotsOf(optimizer, [block]);
  const input = (index: number) => new Tensor(graph.input(index, [block.length], block.dtype));
  const [result] = traceUpdate(optimizer, {
    blocks: [
      {
        block,
        weights: input(0),
        gradient: input(needs.length + 1),
        slots: Object.fromEntries(needs.map(({ name }, index) => [name, input(index + 1)])),
      },
    ],
    knob: (name, dtype) => new Tensor(graph.knob(name, dtype)),
  });
  const outputs = [result.weights, ...needs.map(({ name }) => result.slots[name])];
  const program = programOf(outputs.map(({ node }) => node));
  const indices = program.sources.map(({ operation }) => (operation.kind === "input" ? operation.index : -1));
  return {
    program,
    indices,
    ...planOf(
      program,
      outputs.map((_, output) => ({ output, source: indices.indexOf(output) })),
    ),
  };
};

const arena = (length: number): Block => ({
  name: "arena",
  dtype: "float32",
  length,
  parameters: [
    { name: "kernel", shape: [length / 2, 1], offset: 0 },
    { name: "bias", shape: [length / 4], offset: length / 2 },
  ],
});

describe("traceUpdate", () => {
  it.each<[string, OptimizerSpec]>([
    ["adam", adam()],
    ["adamW", adamW()],
    ["momentum", momentum()],
  ])("compiles %s over a block into one kernel that works in place", (_, optimizer) => {
    const { plan, inPlace } = compiled(optimizer, arena(100_000));
    expect(plan.instructions.map(({ kind }) => kind)).toEqual(["kernel"]);
    expect(inPlace.every(Boolean)).toBe(true);
  });

  it("compiles a global clip with AdamW into partial sums, total and update", () => {
    const { plan, inPlace } = compiled(chain(clipByGlobalNorm(1), adamW()), arena(100_000));
    expect(plan.instructions.every(({ kind }) => kind === "kernel")).toBe(true);
    expect(plan.instructions.length).toBeLessThanOrEqual(3);
    expect(inPlace.every(Boolean)).toBe(true);
  });

  it("runs rules for one parameter on each range of a block and leaves gaps at zero", () => {
    const optimizer = clipByNorm(5);
    const block: Block = {
      name: "arena",
      dtype: "float64",
      length: 8,
      parameters: [
        { name: "a", shape: [1, 2], offset: 0 },
        { name: "b", shape: [3], offset: 4 },
      ],
    };
    const { plan, program, indices, inPlace } = compiled(optimizer, block);
    const arrays = [new Float64Array(8), Float64Array.of(6, 8, 0, 0, 30, 0, 40, 0)];
    const result = inPlace[0] ? arrays[0] : new Float64Array(8);
    const { knobs } = hostKnobs(optimizer, { step: 1, counters: {} });
    const numbers = program.numbers.map(({ operation }) => (operation.kind === "knob" ? knobs[operation.name] : 0));
    bindPlan(plan, [...indices.map((index) => arrays[index]), result]).run(Float64Array.from(numbers));
    expect([...result]).toEqual([3, 4, 0, 0, 3, 0, 4, 0]);
  });

  it("lists the numbers that it reads", () => {
    expect(knobNamesOf(adamW())).toEqual([
      ...["beta1", "beta2", "epsilon", "epsilonRoot", "mGain", "vGain", "mScale", "vScale", "epsilonScale"].map(
        (name) => `scaleByAdam/${name}`,
      ),
      "addDecayedWeights/weightDecay",
      "scaleByLearningRate/learningRate",
    ]);
  });
});
