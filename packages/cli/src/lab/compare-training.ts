/** One training among several that are compared: it leaves a run's folder, and a result even where it diverges. */
import { join } from "node:path";
import { ThalwegError } from "thalweg/errors";
import type { Callback, EpochRecord, StepRecord } from "thalweg/training";
import { interrupted } from "../command-error.ts";
import { Divergence } from "../run/divergence.ts";
import { type Plan, planRun } from "../run/plan.ts";
import { Recording } from "../run/recording.ts";
import { type Results, resultsOf } from "../run/results.ts";
import { RunFolder } from "../run/run-folder.ts";
import type { LearningSettings } from "../run/settings.ts";
import { stopWhenAsked } from "../run/stopping.ts";
import { Stopwatch } from "../run/stopwatch.ts";
import { type RunStatus, runSummary } from "../run/summary.ts";
import type { Task } from "../run/task.ts";
import type { Interruption } from "../surroundings.ts";

/** What a training came to. */
export interface Trained {
  readonly runDir: string;
  readonly seed: number;
  readonly history: readonly EpochRecord[];
  /** `trainLoss`, `testAccuracy` and so on; none where the training diverged. */
  readonly scores: Readonly<Record<string, number>>;
  readonly updates: number;
  readonly seconds: number;
  readonly learningRate?: number;
  /** The first update of those that were not finite until the end. */
  readonly divergedAt?: number;
}

/** Remembers where the updates that are not finite began. */
class FirstNonFinite implements Callback {
  private updates = 0;
  private since: number | undefined;

  onStepEnd({ skipped, loss }: StepRecord): void {
    this.updates += 1;
    if (skipped === undefined && Number.isFinite(loss)) this.since = undefined;
    else this.since ??= this.updates;
  }

  get update(): number {
    return this.since ?? this.updates;
  }
}

/** The numbers among results. */
const numbersOf = (results: object): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(results).filter(([, value]) => typeof value === "number"));

interface Running {
  readonly plan: Plan;
  readonly recording: Recording;
  readonly stopwatch: Stopwatch;
  readonly summary: (status: RunStatus, more?: object) => object;
}

const begin = (plan: Plan, runDir: string): Running => {
  const started = new Date();
  const stopwatch = new Stopwatch();
  const summary = (status: RunStatus, more: object = {}): object => {
    const { history } = recording;
    return runSummary(plan, started, status, { ...(history.length > 0 ? resultsOf(history, stopwatch) : {}), ...more });
  };
  const recording: Recording = new Recording(
    () => RunFolder.claim({ runDir, stem: plan.task.stem }),
    () => summary({ status: "training" }),
  );
  return { plan, recording, stopwatch, summary };
};

/** Trains until the end; the update at which the training diverged, if it did. */
const fit = async (
  { plan, recording, stopwatch }: Running,
  interruption: Interruption,
): Promise<number | undefined> => {
  const nonFinite = new FirstNonFinite();
  try {
    const { stopped } = await plan.trainer.fit(plan.train, {
      epochs: plan.epochs,
      batchSize: plan.settings.batchSize,
      validation: plan.task.validation,
      callbacks: [
        stopwatch,
        nonFinite,
        new Divergence(plan.optimizer.learningRate),
        recording,
        stopWhenAsked(interruption),
      ],
    });
    if (stopped !== undefined) throw interrupted("stopped; the trainings that were over are saved");
    return undefined;
  } catch (error) {
    if (error instanceof ThalwegError && error.code === "non-finite") return nonFinite.update;
    throw error;
  }
};

/** Trains as task and settings say, into `runDir`, which must be new. */
export const trainQuietly = async (
  task: Task,
  settings: LearningSettings,
  runDir: string,
  interruption: Interruption,
): Promise<Trained> => {
  const plan = await planRun(task, settings);
  const running = begin(plan, runDir);
  const { recording, stopwatch, summary } = running;
  const divergedAt = await fit(running, interruption);
  recording.folder ??= await RunFolder.claim({ runDir, stem: task.stem });
  const { history } = recording;
  const { learningRate } = plan.optimizer;
  const facts = { runDir, seed: settings.seed, history, updates: plan.trainer.steps, learningRate };
  if (divergedAt !== undefined) {
    await recording.write(summary({ status: "failed", reason: `diverged at update ${divergedAt}` }, { divergedAt }));
    return { ...facts, scores: {}, seconds: Number.NaN, divergedAt };
  }
  await plan.trainer.save(join(recording.folder.path, "checkpoints", "final.safetensors"));
  const found = await task.conclude(plan.trainer, history);
  await recording.write(summary({ status: "finished" }, found.results));
  const results: Results = resultsOf(history, stopwatch);
  return { ...facts, scores: { ...results, ...numbersOf(found.results) }, seconds: stopwatch.seconds };
};
