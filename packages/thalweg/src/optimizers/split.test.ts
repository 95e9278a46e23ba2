import { beforeAll, describe, expect, it } from "vitest";
import { Generator } from "../random/index.ts";
import { compile, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import {
  type Block,
  hostKnobs,
  knobNamesOf,
  Optimizer,
  type OptimizerSpec,
  slotsOf,
  startingCounters,
  startingSlot,
  traceUpdate,
} from "./index.ts";
import { objectiveOf } from "./objective.ts";
import { wrapped } from "./testing/wrapped.ts";

/** A matrix and a vector with padding after each. */
const block: Block = {
  name: "all",
  dtype: "float64",
  length: 24,
  parameters: [
    { name: "w", shape: [4, 3], offset: 0 },
    { name: "b", shape: [3], offset: 16 },
  ],
};

const drawn = (seed: number): Float64Array => {
  const generator = new Generator(seed);
  const arena = new Float64Array(block.length);
  for (const [offset, length] of [
    [0, 12],
    [16, 3],
  ])
    for (let i = 0; i < length; i++) arena[offset + i] = generator.normal();
  return arena;
};

const loss = (tensors: readonly Tensor[]): Tensor =>
  tensors.map((w) => w.square().add(w.square().square()).sum()).reduce((a, b) => a.add(b));

type State = { readonly weights: Tensor; readonly slots: Readonly<Record<string, Tensor>> };

/** The arena after some steps, all of them on one block. */
const onArena = async (optimizer: OptimizerSpec, steps: number): Promise<Float64Array> => {
  const weights = drawn(0);
  const needs = slotsOf(optimizer, [block]);
  const slots = Object.fromEntries(needs.map((need) => [need.name, tensor(startingSlot(need, weights))]));
  const state: State = { weights: tensor(weights), slots };
  const program = compile<State, { readonly gradient: Tensor }, Tensor, string>(
    ({ state: { weights: w, slots: own }, inputs: { gradient }, knobs, variant }) => {
      const [next] = traceUpdate(optimizer, {
        blocks: [{ block, weights: w, gradient, slots: own }],
        knob: (name) => knobs[name].toType("float64"),
        occasions: variant,
        objective: objectiveOf(loss, [w]),
      });
      return { state: next, outputs: next.weights.sum() };
    },
    { state, knobs: knobNamesOf(optimizer) },
  );
  let counters = startingCounters(optimizer);
  for (let step = 1; step <= steps; step++) {
    const numbers = hostKnobs(optimizer, { step, counters });
    const gradient = tensor(drawn(step));
    await program.run({ inputs: { gradient }, knobs: numbers.knobs, variant: numbers.occasions, step });
    counters = numbers.counters;
  }
  return Float64Array.from(await (await program.read()).weights.data());
};

/** The same with an array a parameter. */
const apart = (optimizer: OptimizerSpec, steps: number): Float64Array => {
  const arena = drawn(0);
  const weights = { w: { data: arena.slice(0, 12), shape: [4, 3] }, b: { data: arena.slice(16, 19), shape: [3] } };
  const running = new Optimizer(weights, optimizer, { objective: loss });
  for (let step = 1; step <= steps; step++) {
    const gradient = drawn(step);
    running.step({ w: gradient.slice(0, 12), b: gradient.slice(16, 19) });
  }
  const result = new Float64Array(block.length);
  result.set(weights.w.data, 0);
  result.set(weights.b.data, 16);
  return result;
};

// Noise is drawn under other names apart; groups have a block each.
const cases = wrapped.filter(({ name }) => name !== "addGradientNoise" && name !== "clips in groups");

describe("parameters that share an arena", () => {
  beforeAll(() => useDevice("reference"));

  it.each(cases)("$name: do what they do apart, and leave the padding at 0", async ({ optimizer }) => {
    const [found, expected] = [await onArena(optimizer, 7), apart(optimizer, 7)];
    found.forEach((value, index) => {
      // Compiled programs take their numbers in float32.
      expect(Math.abs(value - expected[index])).toBeLessThan(1e-7);
    });
    for (const index of [12, 15, 19, 23]) expect(found[index]).toBe(0);
  });
});
