import { ThalwegError } from "../../errors/thalweg-error.ts";
import { chartsValue } from "../../events/charts.ts";
import { EventWriter } from "../../events/event-writer.ts";
import {
  experimentValue,
  type Hyperparameters,
  sessionEndValue,
  sessionStartValue,
} from "../../events/hyperparameters.ts";
import type { Callback, EpochRecord, Fitting, NamedArrays, StepRecord } from "../callback.ts";
import { probeScalars } from "./probe-scalars.ts";

export interface TensorBoardOptions {
  /** Updates between two points of the curves `train/…`; 1 unless given. */
  readonly every?: number;
  /** Whether the weights' histograms are written after each epoch; true unless given. */
  readonly histograms?: boolean;
  /** Settings for the table that compares runs. */
  readonly hyperparameters?: Hyperparameters;
  /** Markdown by title. */
  readonly text?: Readonly<Record<string, string>>;
}

/** A callback that keeps a log. */
export interface LogCallback extends Callback {
  /** Writes what waits, which is at most a second old. */
  flush(): Promise<void>;
}

/** Both curves of a quantity stand side by side, since TensorBoard sorts tags, and have updates as their axis, as all have. */
const epochTag = (name: string, part: "train" | "validation"): string => `epoch/${name}/${part}`;

const epochScalars = ({
  loss,
  metrics,
  validation,
  seconds,
  skipped,
}: EpochRecord): Readonly<Record<string, number>> => {
  const values: Record<string, number> = { "epoch/seconds": seconds, "epoch/skipped updates": skipped };
  for (const [name, value] of Object.entries({ loss, ...metrics })) values[epochTag(name, "train")] = value;
  if (validation === undefined) return values;
  for (const [name, value] of Object.entries({ loss: validation.loss, ...validation.metrics })) {
    values[epochTag(name, "validation")] = value;
  }
  return values;
};

const stepScalars = ({ loss, metrics, learningRate }: StepRecord): Readonly<Record<string, number>> => {
  const values: Record<string, number> = { "train/loss": loss };
  for (const [name, value] of Object.entries(metrics)) values[`train/${name}`] = value;
  // Optimizers without a rate have NaN.
  return Number.isNaN(learningRate) ? values : { ...values, "learning rate": learningRate };
};

const writeHistograms = async (
  writer: EventWriter,
  step: number,
  group: string,
  arrays: NamedArrays,
): Promise<void> => {
  for (const [name, { values }] of Object.entries(arrays)) await writer.histogram(step, `${group}/${name}`, values);
};

const begin = async (
  folder: string,
  { about, metrics }: Fitting,
  { hyperparameters, text = {} }: TensorBoardOptions,
): Promise<EventWriter> => {
  const { steps } = about;
  const writer = await EventWriter.open(folder, { firstStep: steps === 0 ? 0 : steps + 1 });
  if (steps > 0 && writer.goesOn) return writer;
  const names = ["loss", ...metrics.map(({ name }) => name)];
  const charts = names.map((name) => ({ title: name, tags: [epochTag(name, "train"), epochTag(name, "validation")] }));
  const now = Date.now() / 1000;
  const results = charts.flatMap(({ tags }) => tags);
  const settings =
    hyperparameters === undefined
      ? []
      : [experimentValue(hyperparameters, results, now), sessionStartValue(hyperparameters, now)];
  const texts = Object.entries(text).map(([tag, value]) => ({ tag, kind: "text", text: value }) as const);
  await writer.write(steps, [chartsValue("epochs", charts), ...settings, ...texts]);
  await writer.flush();
  return writer;
};

/**
 * Writes a run for TensorBoard, which `tensorboard --logdir runs` shows: `train/loss`, metrics and learning rate after each
 * update, `epoch/loss/train` and `epoch/loss/validation` and the same for metrics after each epoch, histograms of the
 * weights, and what probes measured. A folder is one run; a fit that goes on with it replaces what came after its first step.
 *
 * @example
 * await trainer.fit(train, { epochs: 2, batchSize: 128, validation, callbacks: [tensorBoard("runs/c")] });
 */
export const tensorBoard = (folder: string, options: TensorBoardOptions = {}): LogCallback => {
  const { every = 1, histograms = true } = options;
  if (!Number.isSafeInteger(every) || every < 1) {
    throw new ThalwegError("argument", `tensorBoard: every must be a whole number of updates ≥ 1, got ${every}`);
  }
  let writer: EventWriter | undefined;
  let last = 0;
  return {
    async onTrainBegin(fitting) {
      await writer?.close();
      last = fitting.about.steps;
      writer = await begin(folder, fitting, options);
    },
    async onStepEnd(record) {
      const { step, probe } = record;
      // One point an update: of several small batches the last one, and none for updates that were left out.
      if (writer === undefined || step <= last) return;
      last = step;
      const own = step % every === 0 ? stepScalars(record) : {};
      await writer.scalars(step, probe === undefined ? own : { ...own, ...probeScalars(probe) });
      if (probe?.gradients !== undefined) await writeHistograms(writer, step, "gradients", probe.gradients);
    },
    async onEpochEnd(record, fitting) {
      if (writer === undefined) return;
      await writer.scalars(record.step, epochScalars(record));
      if (histograms) await writeHistograms(writer, record.step, "weights", await fitting.weights());
      await writer.flush();
    },
    async onTrainEnd() {
      if (options.hyperparameters !== undefined) await writer?.write(last, [sessionEndValue(Date.now() / 1000)]);
      await writer?.close();
      writer = undefined;
    },
    async flush() {
      await writer?.flush();
    },
  };
};
