import { type BatchSize, type Dataset, exampleCount, type Remainder } from "../data/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { FitAbout } from "./about.ts";
import type { Callback, EpochRecord, Fitting, StepRecord } from "./callback.ts";
import { EpochTally } from "./epoch-tally.ts";
import { tensorOf } from "./examples.ts";
import { onDemand } from "./later.ts";
import { checkBatchSize } from "./limits.ts";
import type { ProbeRequest } from "./probe.ts";
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
  /** Of an epoch that was broken off and saved. */
  readonly tally?: EpochTally;
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
  const open = (epoch: number, done = 0): EpochWalk =>
    new EpochWalk(data, { batchSize, shuffle, remainder, seed: beginning.seed, epoch }, prefetch, done);
  const stop: { reason?: string } = {};
  const history: EpochRecord[] = [];
  const { tally } = beginning;
  let walk = open(beginning.epoch, tally?.batch);
  try {
    const running = beginning.start(isDataset(data) ? data : { name: "the first batch", ...(await walk.first()) });
    if (isDataset(data)) checkSizes(exampleCount(data), batchSize, remainder, running);
    if (tally) (await onDemand()).goOn(running, tally, walk);
    const fitting = fittingFor(
      trainer,
      running,
      (await onDemand()).aboutFit(running, data, options, walk.length),
      stop,
    );
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

/** What all callbacks together want measured with the next update; undefined where it is nothing, or the batch makes none. */
const wanted = (callbacks: readonly Callback[], { step, accumulated, recipe }: Running): ProbeRequest | undefined => {
  if (accumulated + 1 < recipe.microBatches) return undefined;
  const wishes = callbacks.flatMap((callback) => callback.probeAt?.(step + 1) ?? []);
  if (wishes.length === 0) return undefined;
  const some = (name: keyof ProbeRequest): boolean => wishes.some((wish) => wish[name]);
  return { turn: some("turn"), curvature: some("curvature"), gradients: some("gradients") };
};

const tell = async (
  callbacks: readonly Callback[],
  call: (callback: Callback) => void | Promise<void>,
): Promise<void> => {
  for (const callback of callbacks) await call(callback);
};

/** With a value under a name, or without it where there is none. */
const changed = <T>(
  all: Readonly<Record<string, T>>,
  name: string,
  value: T | undefined,
): Readonly<Record<string, T>> => {
  const { [name]: _, ...others } = all;
  return value === undefined ? others : { ...others, [name]: value };
};

const fittingFor = (trainer: Trainer, running: Running, about: FitAbout, stop: { reason?: string }): Fitting => ({
  epochs: about.epochs,
  ...(about.batchesPerEpoch === undefined ? {} : { batchesPerEpoch: about.batchesPerEpoch }),
  about,
  metrics: running.recipe.metrics,
  get stopped() {
    return stop.reason;
  },
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
    running.notes = changed(running.notes, name, note);
  },
  kept: (name) => running.kept[name],
  keep: (name, arrays) => {
    running.kept = changed(running.kept, name, arrays);
  },
  get epoch() {
    return running.epoch + 1;
  },
  get batch() {
    return running.tally?.batch ?? 0;
  },
  stop: (reason) => {
    stop.reason ??= reason;
  },
  weights: () => trainer.weights(),
  setWeights: (weights) => trainer.setWeights(weights),
  save: (path) => trainer.save(path),
  locateNonFinite: () => trainer.locateNonFinite(),
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
  const epoch = running.epoch + 1;
  const tally = (running.tally ?? new EpochTally(new Totals(running.recipe))).goOn(walk.length);
  let next = await walk.next();
  const usual = tally.size || next?.inputs.shape[0];
  running.tally = tally;
  try {
    while (next !== undefined) {
      const { inputs, targets, weights } = next;
      const probed = inputs.shape[0] === usual ? wanted(callbacks, running) : undefined;
      const options = { ...(weights && { weights }), ...(probed && { probe: probed }) };
      const { report, probe } = await takeStep(running, tensorOf(inputs), tensorOf(targets), options);
      const step: StepRecord = {
        epoch,
        ...report,
        batch: tally.batch,
        ...(walk.length === undefined ? {} : { batches: walk.length }),
        ...(probe && { probe }),
      };
      await tell(callbacks, (callback) => callback.onStepEnd?.(step, fitting));
      next = stop.reason === undefined ? await walk.next() : undefined;
    }
    if (tally.batch === 0) throw noBatch();
    const record = { epoch, step: running.step, ...tally.values() };
    // An epoch that was broken off keeps its number and order: the next fit runs it anew, unless it goes on from a file.
    if (stop.reason === undefined || tally.batch === walk.length) running.epoch = epoch;
    return record;
  } finally {
    running.tally = undefined;
  }
};
