import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { asLayer } from "../layers/index.ts";
import { checkOutput } from "../losses/index.ts";
import {
  clipByGlobalNorm,
  clipped,
  evaluationKnobs,
  groupOf,
  hostKnobs,
  hyperparametersOf,
  type OptimizerSpec,
  unwrapped,
} from "../optimizers/index.ts";
import type { Json } from "../schedules/index.ts";
import { type ArenaLayout, arenaLayout, initialWeights } from "./arena.ts";
import type { NamedArrays } from "./callback.ts";
import type { EpochTally } from "./epoch-tally.ts";
import type { Batch } from "./gradients.ts";
import { type Probing, type Program, type Recipe, trainingProgram } from "./program.ts";
import type { TrainerOptions } from "./trainer.ts";

/** A model built for its inputs: its program, and where training stands. */
export interface Running {
  readonly recipe: Recipe;
  readonly program: Program;
  readonly probes: Probing;
  /** Shape of one input, without the batch axis. */
  readonly inputShape: Shape;
  /** Updates made. */
  step: number;
  /** Batches seen, updates left out included: the key of random masks. */
  attempts: number;
  /** Epochs finished in all fits: the key of the data's order. */
  epoch: number;
  /** Of an epoch that is not over. */
  tally?: EpochTally;
  counters: Readonly<Record<string, number>>;
  /** Replaces the optimizer's own rate. */
  learningRate?: number;
  /** What every learning rate is multiplied by, whatever it comes from. */
  learningRateScale: number;
  /** What callbacks remember, by a name of their own. */
  notes: Readonly<Record<string, Json>>;
  /** Arrays that they keep, in the same way. */
  kept: Readonly<Record<string, NamedArrays>>;
  /** Hyperparameters held at a value instead of their schedule's, by `stage/name`. */
  held: Readonly<Record<string, number>>;
  /** Batches in the mean gradient of the next update. */
  accumulated: number;
  /** Batches left out since the last one that was not. */
  skippedInARow: number;
  /** The last batch, if it was left out. */
  leftOut?: Batch;
}

export const startRunning = (options: TrainerOptions, inputShape: Shape): Running => {
  const { loss, metrics = [], seed = 0, l2 = 0, l1 = 0, clip, nonFinite, skipLimit } = options;
  const model = asLayer(options.model);
  checkOutput(model, loss);
  const built = model.build(inputShape);
  const { use, microBatches } = unwrapped(options.optimizer, "Trainer");
  const optimizer = clip === undefined ? use : clipped(clipByGlobalNorm(clip), use);
  const policy = { nonFinite, skipLimit };
  const layout = arenaLayout(built, (name, shape) => groupOf(optimizer, name, shape));
  checkSize(layout);
  const recipe: Recipe = { model, built, layout, loss, metrics, optimizer, microBatches, policy, seed, l2, l1, clip };
  const probes: Probing = {};
  const program = trainingProgram(recipe, initialWeights(built, layout, seed), probes);
  const place = { step: 0, attempts: 0, epoch: 0, counters: {}, held: {}, accumulated: 0, skippedInARow: 0 };
  return { recipe, program, probes, inputShape, learningRateScale: 1, notes: {}, kept: {}, ...place };
};

/** Bytes that 32-bit addresses reach. */
const addressable = 2 ** 32;

/** Refuses models without anything to train, and those whose float32 weights and gradients no device could hold. */
const checkSize = ({ length }: ArenaLayout): void => {
  if (length === 0) {
    throw new ThalwegError(
      "argument",
      "Trainer: the model has no parameters to train; give it a layer with weights, such as dense()",
    );
  }
  const bytes = 2 * Float32Array.BYTES_PER_ELEMENT * length;
  if (bytes <= addressable) return;
  throw new ThalwegError(
    "memory",
    `Trainer: the model's ${length} weights and their gradients take ${(bytes / 2 ** 30).toFixed(1)} GiB, ` +
      "and devices have at most 4 GiB; use smaller layers",
  );
};

/** Numbers of the next update, and the counters after it. */
export const nextKnobs = (running: Running) =>
  hostKnobs(running.recipe.optimizer, {
    ...running,
    step: running.step + 1,
    overrides: overridesOf(running, running.step),
  });

/** Numbers that the weights to evaluate with depend on. */
export const currentKnobs = (running: Running): Readonly<Record<string, number>> =>
  evaluationKnobs(running.recipe.optimizer, {
    ...running,
    overrides: overridesOf(running, Math.max(running.step - 1, 0)),
  });

/** Hyperparameters that are others at `step` (from 0) than the optimizer's own. */
const overridesOf = (
  { recipe, held, learningRate, learningRateScale }: Running,
  step: number,
): Readonly<Record<string, number>> => {
  if (learningRate === undefined && learningRateScale === 1) return held;
  const rates = ratesOf(recipe.optimizer).map(({ name, schedule }) => {
    const rate = learningRate ?? held[name] ?? schedule(step);
    return [name, learningRateScale * rate];
  });
  return { ...held, ...Object.fromEntries(rates) };
};

/** The learning rate of an update, from 1, as it is planned now; NaN for optimizers without one. */
export const plannedRate = (running: Running, update: number): number => {
  const [rate] = ratesOf(running.recipe.optimizer);
  return rate ? (overridesOf(running, update - 1)[rate.name] ?? rate.schedule(update - 1)) : Number.NaN;
};

/** The learning rates among an optimizer's hyperparameters. */
const ratesOf = (optimizer: OptimizerSpec) => hyperparametersOf(optimizer).filter(({ name }) => isRate(name));

const isRate = (knob: string): boolean => knob === "learningRate" || knob.endsWith("/learningRate");

/** The learning rate among a step's numbers; NaN for optimizers without one. */
export const rateOf = (knobs: Readonly<Record<string, number>>): number => {
  const name = Object.keys(knobs).find(isRate);
  return name === undefined ? Number.NaN : knobs[name];
};

export const checkRate = (rate: number, name = "learningRate"): number => {
  if (rate >= 0 && Number.isFinite(rate)) return rate;
  throw new ThalwegError("argument", `${name} must be a finite number ≥ 0, got ${rate}`);
};
