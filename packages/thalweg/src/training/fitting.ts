import { batches, type Dataset } from "../data/index.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Callback, EpochRecord, Fitting, StepRecord } from "./callback.ts";
import { tensorOf } from "./examples.ts";
import type { Running } from "./running.ts";
import type { FitOptions, History, Trainer } from "./trainer.ts";

/** Runs epochs of updates, telling callbacks as it goes; `start` builds the model once the options are known to be good. */
export const fitOn = async (
  trainer: Trainer,
  start: () => Running,
  data: Dataset,
  options: FitOptions,
): Promise<History> => {
  const { epochs, batchSize = 32, validation, callbacks = [], remainder, shuffle } = options;
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new ThalwegError("argument", `fit: epochs must be a positive whole number, got ${epochs}`);
  }
  const running = start();
  const order = (epoch: number) => batches(data, { batchSize, shuffle, seed: running.recipe.seed, epoch, remainder });
  const batchesPerEpoch = order(0).length;
  if (batchesPerEpoch === 0) {
    throw new ThalwegError(
      "argument",
      `fit: batchSize ${batchSize} with remainder "drop" leaves no batch; use a smaller one or keep the remainder`,
    );
  }
  const stop: { reason?: string } = {};
  const fitting = fittingFor(trainer, running, epochs, batchesPerEpoch, stop);
  const history: EpochRecord[] = [];
  await tell(callbacks, (callback) => callback.onTrainBegin?.(fitting));
  for (let epoch = 0; epoch < epochs && stop.reason === undefined; epoch++) {
    await tell(callbacks, (callback) => callback.onEpochBegin?.(running.epoch + 1, fitting));
    const record = await runEpoch(trainer, running, order(running.epoch), callbacks, fitting, stop);
    const scores = validation ? { validation: await trainer.evaluate(validation) } : {};
    history.push({ ...record, ...scores });
    await tell(callbacks, (callback) => callback.onEpochEnd?.({ ...record, ...scores }, fitting));
  }
  await tell(callbacks, (callback) => callback.onTrainEnd?.(history, fitting));
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
  batchesPerEpoch: number,
  stop: { reason?: string },
): Fitting => ({
  epochs,
  batchesPerEpoch,
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

const runEpoch = async (
  trainer: Trainer,
  running: Running,
  epochBatches: ReturnType<typeof batches>,
  callbacks: readonly Callback[],
  fitting: Fitting,
  stop: { readonly reason?: string },
): Promise<EpochRecord> => {
  const start = performance.now();
  const epoch = running.epoch + 1;
  const means = new Means();
  let skipped = 0;
  let batch = 0;
  let learningRate = Number.NaN;
  for (const { inputs, targets } of epochBatches) {
    const report = await trainer.stepReport(tensorOf(inputs), tensorOf(targets));
    batch++;
    learningRate = report.learningRate;
    // A batch without an update counts in no mean: one that is not finite would hide all others.
    if (report.skipped) skipped++;
    else means.add(inputs.shape[0], report);
    const step: StepRecord = { ...report, batch, batches: epochBatches.length };
    await tell(callbacks, (callback) => callback.onStepEnd?.(step, fitting));
    if (stop.reason !== undefined) break;
  }
  const seconds = (performance.now() - start) / 1000;
  // An epoch that was broken off keeps its number and order: the next fit runs it anew.
  if (batch === epochBatches.length) running.epoch = epoch;
  return { epoch, step: running.step, learningRate, seconds, skipped, ...means.values() };
};

/** Means over the examples of an epoch. */
class Means {
  private examples = 0;
  private loss = 0;
  private readonly metrics = new Map<string, number>();

  add(examples: number, { loss, metrics }: Pick<StepRecord, "loss" | "metrics">): void {
    this.examples += examples;
    this.loss += loss * examples;
    for (const [name, value] of Object.entries(metrics))
      this.metrics.set(name, (this.metrics.get(name) ?? 0) + value * examples);
  }

  values(): Pick<EpochRecord, "loss" | "metrics"> {
    const mean = (sum: number) => sum / this.examples;
    return {
      loss: mean(this.loss),
      metrics: Object.fromEntries([...this.metrics].map(([name, sum]) => [name, mean(sum)])),
    };
  }
}
