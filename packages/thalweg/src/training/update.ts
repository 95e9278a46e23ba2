import type { LayerContext } from "../layers/index.ts";
import { guardOver, traceUpdate } from "../optimizers/index.ts";
import { concat, type Draws, type Tensor } from "../tensor/index.ts";
import { type Batch, type Differentiated, differentiate, objectiveFor } from "./gradients.ts";
import { type ProgramState, type Recipe, report, shareKnobs, shareOf, sums } from "./program.ts";

type Knobs = Readonly<Record<string, Tensor>>;

/** One update of weights, slots and moving statistics; `occasions` as hostKnobs says them. */
export const update = (...given: Parameters<typeof detailedUpdate>) => {
  const { state, outputs } = detailedUpdate(...given);
  return { state, outputs };
};

/** The same, with what it was made of: the batch's passes, and the mean gradient of all batches of the update. */
export const detailedUpdate = (
  recipe: Recipe,
  state: ProgramState,
  batch: Batch,
  knobs: Knobs,
  random: Draws,
  occasions: string,
  watch?: LayerContext["watch"],
) => {
  const { layout, optimizer } = recipe;
  const step = differentiate(recipe, state, state.weights, batch, random, watch);
  const gradient = mean(state, step.gradient, knobs);
  const seen = [step.gradient];
  const verdict = guardOver(seen);
  const blocks = layout.blocks.map((block) => ({
    block,
    weights: state.weights.slice([block.offset, block.offset + block.length]),
    gradient: gradient.slice([block.offset, block.offset + block.length]),
    slots: state.slots[block.name],
  }));
  const next = traceUpdate(optimizer, {
    blocks,
    knob: (name) => knobs[name],
    occasions,
    loss: step.loss,
    random: random.at("optimizer"),
    objective: objectiveFor(recipe, state, batch, random, step, (other) => seen.push(other)),
    // Asked when all rules are through, so that it knows every gradient they took.
    keep: (value, old) => verdict().keep(value, old),
  });
  const { bad, keep } = verdict();
  return {
    state: {
      weights: concat(next.map(({ weights }) => weights)),
      layers: nextLayers(state, step, keep),
      slots: Object.fromEntries(layout.blocks.map(({ name }, index) => [name, next[index].slots])),
      accumulated: state.accumulated,
    },
    outputs: reportOf(recipe, step, batch, bad),
    step,
    gradient,
  };
};

/** Adds a batch to the mean gradient of the next update. */
export const accumulateBatch = (recipe: Recipe, state: ProgramState, batch: Batch, knobs: Knobs, random: Draws) => {
  const step = differentiate(recipe, state, state.weights, batch, random);
  const { bad, keep } = guardOver([step.gradient])();
  return {
    state: {
      ...state,
      layers: nextLayers(state, step, keep),
      accumulated: keptBy(state.accumulated, (_, old) => keep(mean(state, step.gradient, knobs), old)),
    },
    outputs: reportOf(recipe, step, batch, bad),
  };
};

const reportOf = (recipe: Recipe, { loss, applied: { y: output } }: Differentiated, batch: Batch, bad: Tensor) =>
  report([loss, shareOf(recipe, output, batch.y, batch.weights), bad, ...sums(recipe, output, batch.y)]);

/** The mean of this batch's gradient and those accumulated before. */
const mean = ({ accumulated: { gradient: before } }: ProgramState, gradient: Tensor, knobs: Knobs): Tensor =>
  before ? before.mul(knobs[shareKnobs.before]).add(gradient.mul(knobs[shareKnobs.batch])) : gradient;

const nextLayers = (
  { layers }: ProgramState,
  { applied }: Differentiated,
  keep: (value: Tensor, old: Tensor) => Tensor,
): Record<string, Tensor> => keptBy(layers, (name, old) => keep(applied.state?.[name] ?? old, old));

/** Tensors of the same names, each made from the old one. */
const keptBy = (
  old: Readonly<Record<string, Tensor>>,
  make: (name: string, old: Tensor) => Tensor,
): Record<string, Tensor> => Object.fromEntries(Object.entries(old).map(([name, value]) => [name, make(name, value)]));
