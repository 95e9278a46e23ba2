import { type BatchSize, type Dataset, exampleCount, type Remainder } from "../data/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Callback, EpochRecord, Fitting, StepRecord } from "./callback.ts";
import { tensorOf } from "./examples.ts";
import { checkBatchSize } from "./limits.ts";
import type { Running } from "./running.ts";
import type { stepOn } from "./stepping.ts";
import { Totals } from "./totals.ts";
import type { FitOptions, History, Trainer } from "./trainer.ts";
import { EpochWalk, isDataset, noBatch, type TrainingData } from "./training-data.ts";

/** Where a fit begins. */
export interface Beginning {
  readonly seed: number;
  /** Epochs finished in fits before. */
  readonly epoch: number;
  /** Builds the model for data like these, once the options are known to be good. */
  start(first: Dataset): Running;
  /** An update, after all that were asked for before. */
  readonly step: typeof stepOn;
}

/** Runs epochs of updates, telling callbacks as it goes. */
export const fitOn = async (
  trainer: Trainer,
  beginning: Beginning,
  data: TrainingData,
  options: FitOptions,
): Promise<History> => {
  const {
    epochs,
    batchSize = 32,
    validation,
    callbacks = [],
    remainder = "keep",
    shuffle = true,
    prefetch = 1,
  } = options;
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new ThalwegError("argument", `fit: epochs must be a positive whole number, got ${epochs}`);
  }
  if (!Number.isInteger(prefetch) || prefetch < 0) {
    throw new ThalwegError("argument", `fit: prefetch must be a whole number from 0, got ${prefetch}`);
  }
  const open = (epoch: number): EpochWalk =>
    new EpochWalk(data, { batchSize, shuffle, remainder, seed: beginning.seed, epoch }, prefetch);
  const stop: { reason?: string } = {};
  const history: EpochRecord[] = [];
  let walk = open(beginning.epoch);
  try {
    const running = beginning.start(isDataset(data) ? data : { name: "the first batch", ...(await walk.first()) });
    if (isDataset(data)) checkSizes(exampleCount(data), batchSize, remainder, running);
    const fitting = fittingFor(trainer, running, epochs, walk.length, stop);
    await tell(callbacks, (callback) => callback.onTrainBegin?.(fitting));
    for (let epoch = 0; epoch < epochs && stop.reason === undefined; epoch++) {
      await tell(callbacks, (callback) => callback.onEpochBegin?.(running.epoch + 1, fitting));
      if (epoch > 0) walk = open(running.epoch);
      const record = await runEpoch(beginning.step, running, walk, callbacks, fitting, stop);
      await walk.close();
      const scores = validation ? { validation: await trainer.evaluate(validation) } : {};
      history.push({ ...record, ...scores });
      await tell(callbacks, (callback) => callback.onEpochEnd?.({ ...record, ...scores }, fitting));
    }
    await tell(callbacks, (callback) => callback.onTrainEnd?.(history, fitting));
  } finally {
    await walk.close();
  }
  return { epochs: history, ...(stop.reason === undefined ? {} : { stopped: stop.reason }) };
};

const tell = async (
  callbacks: readonly Callback[],
  call: (callback: Callback) => void | Promise<void>,
): Promise<void> => {
  for (const callback of callbacks) await call(callback);
};

const fittingFor = (
  trainer: Trainer,
  running: Running,
  epochs: number,
  batchesPerEpoch: number | undefined,
  stop: { reason?: string },
): Fitting => ({
  epochs,
  ...(batchesPerEpoch === undefined ? {} : { batchesPerEpoch }),
  metrics: running.recipe.metrics,
  get learningRate() {
    return trainer.learningRate;
  },
  set learningRate(rate: number) {
    trainer.learningRate = rate;
  },
  get learningRateScale() {
    return trainer.learningRateScale;
  },
  set learningRateScale(scale: number) {
    trainer.learningRateScale = scale;
  },
  recall: (name) => running.notes[name],
  remember: (name, note) => {
    running.notes = { ...running.notes, [name]: note };
  },
  stop: (reason) => {
    stop.reason ??= reason;
  },
  weights: () => trainer.weights(),
  setWeights: (weights) => trainer.setWeights(weights),
  save: (path) => trainer.save(path),
});

/** Refuses the batches of a data set before any of them is learned from when one is too small. */
const checkSizes = (examples: number, batchSize: BatchSize, remainder: Remainder, { recipe }: Running): void => {
  const size = batchSize === "all" ? examples : Math.min(batchSize, examples);
  const last = examples % size;
  checkBatchSize("fit", remainder === "keep" && last > 0 ? last : size, recipe.built.limits);
};

const runEpoch = async (
  takeStep: typeof stepOn,
  running: Running,
  walk: EpochWalk,
  callbacks: readonly Callback[],
  fitting: Fitting,
  stop: { readonly reason?: string },
): Promise<EpochRecord> => {
  const start = performance.now();
  const epoch = running.epoch + 1;
  const totals = new Totals(running.recipe);
  let skipped = 0;
  let batch = 0;
  let learningRate = Number.NaN;
  let next = await walk.next();
  while (next !== undefined) {
    const { inputs, targets, weights } = next;
    const { report, sums } = await takeStep(running, tensorOf(inputs), tensorOf(targets), weights && { weights });
    batch++;
    learningRate = report.learningRate;
    // A batch without an update counts in no mean: one that is not finite would hide all others.
    if (report.skipped) skipped++;
    else totals.add(sums);
    const step: StepRecord = { ...report, batch, ...(walk.length === undefined ? {} : { batches: walk.length }) };
    await tell(callbacks, (callback) => callback.onStepEnd?.(step, fitting));
    next = stop.reason === undefined ? await walk.next() : undefined;
  }
  if (batch === 0) throw noBatch();
  const seconds = (performance.now() - start) / 1000;
  // An epoch that was broken off keeps its number and order: the next fit runs it anew.
  if (stop.reason === undefined || batch === walk.length) running.epoch = epoch;
  return { epoch, step: running.step, learningRate, seconds, skipped, ...totals.values() };
};
