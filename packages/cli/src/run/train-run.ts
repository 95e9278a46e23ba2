import { join } from "node:path";
import { progressBar } from "thalweg/training";
import { interrupted } from "../command-error.ts";
import { closing } from "../report/closing.ts";
import { heading } from "../report/heading.ts";
import type { Surroundings } from "../surroundings.ts";
import { Divergence } from "./divergence.ts";
import { PathKeeping, stepsToKeep } from "./path-keeping.ts";
import { type Plan, planRun } from "./plan.ts";
import { Recording } from "./recording.ts";
import { factsOf, resultsOf } from "./results.ts";
import { RunFolder } from "./run-folder.ts";
import type { LearningSettings, Reporting } from "./settings.ts";
import { stopWhenAsked } from "./stopping.ts";
import { Stopwatch } from "./stopwatch.ts";
import { type RunStatus, runSummary } from "./summary.ts";
import type { Findings, Task } from "./task.ts";

/** A run under way: its plan, what watches it and where it speaks. */
interface Running {
  readonly plan: Plan;
  readonly recording: Recording;
  readonly stopwatch: Stopwatch;
  readonly say: (lines: readonly string[]) => void;
  /** Brings the run's files up to date. */
  readonly conclude: (status: RunStatus, more?: object) => Promise<void>;
}

const begin = (plan: Plan, { runDir }: Reporting, say: Running["say"]): Running => {
  const started = new Date();
  const stopwatch = new Stopwatch();
  const summary = (status: RunStatus, more: object = {}): object =>
    runSummary(plan, started, status, { ...resultsOf(recording.history, stopwatch), ...more });
  const recording = new Recording(
    () => RunFolder.claim({ runDir, stem: plan.task.stem }),
    () => summary({ status: "training" }),
  );
  const conclude = async (status: RunStatus, more?: object): Promise<void> => {
    if (recording.folder) await recording.write(summary(status, more));
  };
  return { plan, recording, stopwatch, say, conclude };
};

/** Trains until the end, a failure or an interruption; whether it was interrupted. */
const fit = async (
  running: Running,
  { out, err, interruption }: Surroundings,
  { json, keepPath }: Reporting,
): Promise<boolean> => {
  const { plan, recording, stopwatch } = running;
  const { task, settings, trainer, optimizer } = plan;
  const stream = json ? err : out;
  // The progress bar's line is still open on a screen.
  const write = (text: string) => stream.write(`${stream.isTTY ? "\r\u001b[2K" : ""}${text}`);
  try {
    const { stopped } = await trainer.fit(plan.train, {
      epochs: plan.epochs,
      batchSize: settings.batchSize,
      validation: task.validation,
      callbacks: [
        stopwatch,
        new Divergence(optimizer.learningRate),
        progressBar({ stream }),
        ...(task.watch ? [task.watch(trainer, plan.updates, write)] : []),
        recording,
        ...(keepPath === undefined
          ? []
          : [new PathKeeping(trainer, stepsToKeep(keepPath, plan.updates), () => recording.folder?.path)]),
        stopWhenAsked(interruption),
      ],
    });
    return stopped !== undefined;
  } catch (error) {
    // The progress bar's line is still open on a screen, and the error would go on in it.
    if (stream.isTTY) stream.write("\n");
    throw error;
  }
};

/** Writes down that a run failed where `work` does. */
const guarded = async <T>({ conclude }: Running, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // What went wrong first is what the user must hear of.
    await conclude({ status: "failed", reason }).catch(() => undefined);
    throw error;
  }
};

const saveModel = async ({ plan, recording }: Running, save: string | undefined): Promise<string> => {
  const path = recording.folder?.path ?? "";
  await plan.trainer.save(join(path, "checkpoints", "final.safetensors"));
  if (save !== undefined) await plan.trainer.save(save);
  return path;
};

/** Measures the finished model, which is saved first. */
const measure = async (running: Running, save: string | undefined): Promise<{ path: string; found: Findings }> => {
  const path = await saveModel(running, save);
  const { task, trainer } = running.plan;
  return { path, found: await task.conclude(trainer, running.recording.history) };
};

const interruptedBefore = (): Error => interrupted("stopped before the first update; nothing was saved");

/** Trains as task and settings say, writes the run's folder and reports. */
export const trainRun = async (
  task: Task,
  settings: LearningSettings,
  reporting: Reporting,
  surroundings: Surroundings,
): Promise<void> => {
  const { out, err, interruption } = surroundings;
  const { json, save, summary = false } = reporting;
  const talk = json ? err : out;
  const plan = await planRun(task, settings);
  const running = begin(plan, reporting, (lines) => talk.write(`${lines.join("\n")}\n`));
  const { recording, stopwatch, say, conclude } = running;
  if (interruption.requested) throw interruptedBefore();
  say([...heading(plan), "", ...(summary ? [plan.trainer.summary(), ""] : [])]);
  if (await guarded(running, () => fit(running, surroundings, reporting))) {
    const path = await guarded(running, () => saveModel(running, save));
    await conclude({ status: "interrupted" });
    throw interrupted(`stopped after update ${plan.trainer.steps}; what is there is saved in ${path}`);
  }
  const results = resultsOf(recording.history, stopwatch);
  const { path, found } = await guarded(running, () => measure(running, save));
  await conclude({ status: "finished" }, found.results);
  say(closing(recording.history, results, found.lines, path));
  if (json) out.write(`${JSON.stringify({ ...factsOf(plan), ...results, ...found.results, runDir: path })}\n`);
};
