import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planOf, programOf } from "../compiler/index.ts";
import * as graph from "../graph/index.ts";
import { Draws, Tensor } from "../tensor/index.ts";
import {
  adam,
  adamW,
  adaptiveClip,
  addDecayedWeights,
  addGradientNoise,
  addL2,
  averageUpdates,
  type Block,
  cautious,
  centralizeGradient,
  chain,
  clipByBlockRms,
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  emaWeights,
  hostKnobs,
  lookahead,
  momentum,
  normalizeByUpdateNorm,
  type OptimizerSpec,
  optimizers,
  scaleByAdam,
  scaleByLearningRate,
  slotsOf,
  swaWeights,
  traceUpdate,
} from "./index.ts";
import { stagesOf } from "./stages.ts";

/** Three parameters and the padding between them. */
const block: Block = {
  name: "all",
  dtype: "float32",
  length: 50_016,
  parameters: [
    { name: "w", shape: [300, 100], offset: 0 },
    { name: "b", shape: [1000], offset: 30_000 },
    { name: "v", shape: [100, 190], offset: 31_008 },
  ],
};

/** The compiled first update over one arena of several parameters, weights and slots in place where that is possible. */
const compiled = (optimizer: OptimizerSpec) => {
  const needs = slotsOf(optimizer, [block]);
  const input = (index: number, size: number) => new Tensor(graph.input(index, [size], "float32"));
  const [{ weights, slots }] = traceUpdate(optimizer, {
    blocks: [
      {
        block,
        weights: input(0, block.length),
        gradient: input(1, block.length),
        slots: Object.fromEntries(needs.map(({ name, length }, index) => [name, input(2 + index, length)])),
      },
    ],
    knob: (name, dtype) => new Tensor(graph.knob(name, dtype)),
    occasions: hostKnobs(optimizer, { step: 1, counters: {} }).occasions,
    random: new Draws(0),
  });
  const program = programOf([weights, ...needs.map(({ name }) => slots[name])].map(({ node }) => node));
  const sourceOf = (index: number) =>
    program.sources.findIndex(({ operation }) => operation.kind === "input" && operation.index === index);
  const updates = [0, ...needs.map((_, index) => 2 + index)].map((index, output) => ({
    output,
    source: sourceOf(index),
  }));
  return planOf(program, updates);
};

/** How many elements each kernel visits. */
const visits = (optimizer: OptimizerSpec): readonly number[] =>
  compiled(optimizer).plan.instructions.map((instruction) => {
    if (instruction.kind !== "kernel") throw new Error(`a ${instruction.kind} instead of a kernel`);
    return instruction.extents.reduce((product, extent) => product * extent, 1);
  });

/**
 * Passes over the arena: the elements that all kernels visit, in multiples of its length. Kernels that add
 * up partial sums visit next to nothing.
 */
const passes = (optimizer: OptimizerSpec): number =>
  Number((visits(optimizer).reduce((total, count) => total + count, 0) / block.length).toFixed(1));

/** Whether it looks at where the whole update leads. */
const isLast = (optimizer: OptimizerSpec): boolean =>
  stagesOf(optimizer).some(({ transform }) => transform.place === "last");

const elementWise = Object.values(optimizers)
  .filter((recipe) => stagesOf(recipe()).every(({ transform }) => transform.scope === "element"))
  .map((recipe) => ({ name: recipe.name, recipe }));

describe("passes over memory", () => {
  it("knows the element-wise optimizers", () => {
    expect(elementWise.map(({ recipe }) => recipe.command)).toEqual(
      expect.arrayContaining(["adam", "adamw", "gd", "momentum"]),
    );
  });

  it.each(elementWise)("$name is one", ({ recipe }) => {
    expect(visits(recipe())).toEqual([block.length]);
  });

  it.each(elementWise)("$name after clipping by value and L2 is one, and two with a global norm", ({ recipe }) => {
    expect(visits(chain(clipByValue(1), addL2(0.01), recipe()))).toEqual([block.length]);
    const [sums, , update, ...others] = visits(chain(clipByGlobalNorm(1), recipe()));
    expect([sums, update, others]).toEqual([block.length, block.length, []]);
  });

  it("stays one for any element-wise stages in a row", () => {
    const stage = fc.constantFrom<() => OptimizerSpec>(
      ...elementWise.map(({ recipe }) => recipe),
      () => clipByValue(1),
      () => addL2(0.01),
      () => addDecayedWeights(0.01),
      () => averageUpdates(),
      () => emaWeights(),
      () => scaleByLearningRate(0.1),
    );
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 6 }), (stages) => {
        const made = stages.map((make) => make());
        const [others, last] = [made.filter((stage) => !isLast(stage)), made.filter(isLast)];
        expect(visits(chain(...others, ...last))).toEqual([block.length]);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    { name: "emaWeights", optimizer: chain(adamW(), emaWeights()) },
    { name: "emaWeights with correction", optimizer: chain(adamW(), emaWeights({ biasCorrection: true })) },
    { name: "swaWeights", optimizer: chain(adamW(), swaWeights()) },
    { name: "lookahead when the slow weights follow", optimizer: lookahead(adamW(), { k: 1 }) },
    { name: "averageUpdates", optimizer: chain(averageUpdates(), adamW()) },
  ])("stays one with $name", ({ optimizer }) => {
    expect(visits(optimizer)).toEqual([block.length]);
  });

  it.each([
    { name: "addGradientNoise", optimizer: chain(addGradientNoise(), adamW()), expected: 1 },
    { name: "normalizeByUpdateNorm", optimizer: chain(normalizeByUpdateNorm(), adamW()), expected: 2 },
    { name: "clipByNorm", optimizer: chain(clipByNorm(1), adamW()), expected: 2 },
    { name: "clipByBlockRms", optimizer: chain(clipByBlockRms(1), adamW()), expected: 2 },
    { name: "centralizeGradient", optimizer: chain(centralizeGradient(), adamW()), expected: 2 },
    // Norms of weights and of updates, one after the other.
    { name: "adaptiveClip", optimizer: chain(adaptiveClip(0.01), adamW()), expected: 3 },
    {
      name: "cautious in AdamW",
      optimizer: chain(scaleByAdam(), cautious(), addDecayedWeights(0.01), scaleByLearningRate(1e-3)),
      expected: 2,
    },
    { name: "cautious after Adam", optimizer: chain(adam(), cautious({ placed: "afterRate" })), expected: 2 },
    { name: "cautious after momentum", optimizer: chain(momentum(), cautious({ placed: "afterRate" })), expected: 2 },
  ])("is $expected with $name, which looks at one parameter at a time", ({ optimizer, expected }) => {
    expect(passes(optimizer)).toBeLessThanOrEqual(expected);
    expect(compiled(optimizer).inPlace.every(Boolean)).toBe(true);
  });
});
