/** A trial on a network. Rungs end with epochs, and a trial goes on from the weights and the optimizer's state of the last. */
import { join } from "node:path";
import { ThalwegError } from "thalweg/errors";
import { writeFileAtomic } from "thalweg/platform";
import { type EpochRecord, historyCsv } from "thalweg/training";
import { loadRaw, type RawData } from "../images/data.ts";
import type { ImageSettings } from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import { camelCase } from "../options/names.ts";
import { Divergence } from "../run/divergence.ts";
import { type Plan, planRun } from "../run/plan.ts";
import { scoresOf } from "../run/results.ts";
import { stopWhenAsked } from "../run/stopping.ts";
import { runSummary } from "../run/summary.ts";
import { Interruption } from "../surroundings.ts";
import { checkpointName, type Outcome, readTrial, type TrialRequest } from "./trial.ts";
import { commitTrial } from "./trial-commit.ts";

/** Data that the trials before have read: most sweeps use the same in all. */
let read: { readonly key: string; readonly raw: Promise<RawData> } | undefined;

const rawFor = (settings: ImageSettings): Promise<RawData> => {
  const { dataset, dataDir, trainExamples, testExamples } = settings;
  const key = JSON.stringify([dataset, dataDir, trainExamples, testExamples]);
  if (read?.key !== key) read = { key, raw: loadRaw(settings) };
  return read.raw;
};

const isEpoch = (row: unknown): row is EpochRecord => typeof row === "object" && row !== null && "epoch" in row;

/** What was measured at the end of an epoch. */
const measuredIn = (record: EpochRecord): Readonly<Record<string, number>> => ({
  ...scoresOf("train", record),
  ...(record.validation ? scoresOf("validation", record.validation) : {}),
});

/** Trains on for so many epochs; where numbers leave what is finite, the error says so. */
const fit = async (
  { trainer, train, task, settings }: Plan,
  epochs: number,
  watch: Divergence,
  note: (record: EpochRecord) => void,
): Promise<ThalwegError | undefined> => {
  try {
    await trainer.fit(train, {
      epochs,
      batchSize: settings.batchSize,
      validation: task.validation,
      // Nobody asks a trial to stop, but it must see when whoever has begun it is gone.
      callbacks: [{ onEpochEnd: note }, watch, stopWhenAsked(new Interruption())],
    });
    return undefined;
  } catch (error) {
    if (error instanceof ThalwegError && error.code === "non-finite") return error;
    throw error;
  }
};

/** Takes a trial on a network to the end of a rung, and writes down what came of it. */
export const networkTrial = async (request: TrialRequest, settings: ImageSettings): Promise<void> => {
  const started = new Date();
  const begun = performance.now();
  const { folder, length, whole, metric } = request;
  const before = await readTrial(folder);
  const plan = await planRun(imageTask(settings, await rawFor(settings)), settings);
  const { trainer } = plan;
  const from = before?.rungs.at(-1)?.length ?? 0;
  if (from > 0) await trainer.load(join(folder, checkpointName(from, false)));
  const watch = new Divergence(plan.optimizer.learningRate, trainer.steps);
  const history: unknown[] = [...(before?.history ?? [])];
  const failure = await fit(plan, (whole ? plan.epochs : length) - from, watch, (record) => history.push(record));
  const epochs = history.filter(isEpoch);
  const last = epochs.at(-1);
  const scores = last === undefined ? {} : measuredIn(last);
  const score = scores[camelCase(metric)];
  const isMeasured = failure === undefined && Number.isFinite(score);
  const seconds = (performance.now() - begun) / 1000;
  const outcome: Outcome = {
    length,
    updates: trainer.steps,
    status: isMeasured ? "finished" : "diverged",
    score: isMeasured ? score : null,
    scores,
    ...(watch.at === undefined ? {} : { divergedAt: watch.at }),
    ...(failure === undefined ? {} : { reason: failure.message }),
    seconds,
  };
  if (isMeasured) await trainer.save(join(folder, checkpointName(length, whole)));
  await writeFileAtomic(join(folder, "history.csv"), new TextEncoder().encode(historyCsv(epochs)));
  const status = isMeasured ? ({ status: "finished" } as const) : ({ status: "failed", reason: "diverged" } as const);
  const summary = runSummary(plan, started, status, outcome);
  await commitTrial(request, outcome, { history, before: before?.rungs, summary });
};
