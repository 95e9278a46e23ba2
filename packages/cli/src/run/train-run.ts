import { join } from "node:path";
import type { Observations, Watching } from "thalweg/diagnosis";
import { ThalwegError } from "thalweg/errors";
import type { TextStream } from "thalweg/platform";
import type { Json } from "thalweg/schedules";
import { type Callback, type EpochRecord, progressBar } from "thalweg/training";
import { CommandError, interrupted } from "../command-error.ts";
import { closing } from "../report/closing.ts";
import { heading } from "../report/heading.ts";
import type { Surroundings } from "../surroundings.ts";
import { Checkpointing, lastName } from "./checkpointing.ts";
import { Divergence } from "./divergence.ts";
import { PathKeeping, stepsToKeep } from "./path-keeping.ts";
import { type Plan, planRun } from "./plan.ts";
import { Recording } from "./recording.ts";
import { factsOf, resultsOf } from "./results.ts";
import { RunFolder } from "./run-folder.ts";
import { RunLogs } from "./run-logs.ts";
import { findingsKept, findingsLine, findingsSeen, watchFor } from "./run-watch.ts";
import type { LearningSettings, Reporting } from "./settings.ts";
import { BrokenOff, breakOffWhenAsked } from "./stopping.ts";
import { Stopwatch } from "./stopwatch.ts";
import { type RunStatus, runSummary } from "./summary.ts";
import type { Findings, Task } from "./task.ts";

/** What is written while the progress bar's line is still open on a screen. */
const betweenLines = (stream: TextStream): TextStream => ({
  ...(stream.isTTY === undefined ? {} : { isTTY: stream.isTTY }),
  ...(stream.columns === undefined ? {} : { columns: stream.columns }),
  write: (text) => stream.write(`${stream.isTTY ? "\r\u001b[2K" : ""}${text}`),
});

/** A run that goes on where it was broken off; its trainer stands there already. */
export interface Resumed {
  readonly folder: RunFolder;
  readonly started: Date;
  /** Epochs that were over. */
  readonly history: readonly EpochRecord[];
  /** What was seen of it. */
  readonly seen: Observations | undefined;
  /** When and after which update it went on, for each time. */
  readonly times: readonly object[];
  /** Said below the heading. */
  readonly lines: readonly string[];
}

/** A run under way: its plan, what watches it and where it speaks. */
interface Running {
  readonly plan: Plan;
  readonly reporting: Reporting;
  readonly recording: Recording;
  readonly stopwatch: Stopwatch;
  readonly divergence: Divergence;
  readonly watch: Watching;
  readonly logs: RunLogs;
  readonly checkpointing: Checkpointing;
  readonly say: (lines: readonly string[]) => void;
  /** Makes the run's folder, or takes that of a run that goes on. */
  readonly open: () => Promise<void>;
  /** Brings the run's files up to date. */
  readonly conclude: (status: RunStatus, more?: object) => Promise<void>;
}

const begin = (
  plan: Plan,
  reporting: Reporting,
  stream: TextStream,
  say: Running["say"],
  resumed: Resumed | undefined,
): Running => {
  const { trainer, settings, task } = plan;
  const { runDir, save, keepPath, checkpointEvery, diagnose, giveUp } = reporting;
  const started = resumed?.started ?? new Date();
  const stopwatch = new Stopwatch();
  const divergence = new Divergence(plan.optimizer.learningRate);
  const asked = {
    ...(save === undefined ? {} : { save }),
    ...(keepPath === undefined ? {} : { keepPath }),
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
    ...(diagnose === undefined ? {} : { diagnose }),
    ...(giveUp === undefined ? {} : { giveUp }),
    ...(resumed ? { resumed: resumed.times } : {}),
  };
  const summary = (status: RunStatus, more: object = {}): object => {
    const results = resultsOf(recording.history, stopwatch, trainer.steps);
    const findings = status.status === "training" ? {} : { findings: findingsKept(findingsSeen(watch)) };
    return runSummary(plan, started, status, { ...results, ...more }, { ...asked, ...findings });
  };
  const claim = async () => resumed?.folder ?? (await RunFolder.claim({ runDir, stem: task.stem }));
  const recording: Recording = new Recording(claim, () => summary({ status: "training" }));
  recording.history.push(...(resumed?.history ?? []));
  const conclude = async (status: RunStatus, more?: object): Promise<void> => {
    await logs.flush();
    if (recording.folder) await recording.write(summary(status, more));
  };
  const folder = (): string => recording.folder?.path ?? "";
  const watch = watchFor(reporting, stream, resumed?.seen);
  const logs = new RunLogs(folder, settings, watch);
  const checkpointing = new Checkpointing({
    every: checkpointEvery,
    epochs: plan.epochs,
    folder,
    before: () => conclude({ status: "training" }),
    note: () => ({ seconds: stopwatch.seconds, ...divergence.place }),
  });
  const open = async (): Promise<void> => {
    const own = await claim();
    await own.lock("--run-dir");
    await own.tidy();
    recording.folder = own;
    await conclude({ status: "training" });
  };
  return { plan, reporting, recording, stopwatch, divergence, watch, logs, checkpointing, say, open, conclude };
};

const isPlace = (note: Json | undefined): note is { seconds: number; updates: number; skippedInARow: number } =>
  typeof note === "object" && note !== null && "seconds" in note && "updates" in note && "skippedInARow" in note;

/** Makes the folder, and goes on with what the checkpoint knows of the run. */
const opening = ({ stopwatch, divergence, open }: Running): Callback => ({
  async onTrainBegin(fitting) {
    const place = Checkpointing.noted(fitting);
    if (isPlace(place)) {
      stopwatch.goOn(place.seconds);
      divergence.goOn(place);
    }
    await open();
  },
});

/** How a fit ended that did not fail. */
interface Ended {
  readonly isInterrupted: boolean;
  /** Why it ended before its last epoch. */
  readonly stopped?: string;
}

/** Trains until the end, a failure or an interruption. */
const fit = async (running: Running, { out, err, interruption }: Surroundings): Promise<Ended> => {
  const { plan, reporting, recording, stopwatch, divergence, watch, logs, checkpointing } = running;
  const { json, keepPath } = reporting;
  const { task, settings, trainer } = plan;
  const stream = json ? err : out;
  try {
    const { stopped } = await trainer.fit(plan.train, {
      epochs: plan.epochs - trainer.epochs,
      batchSize: settings.batchSize,
      validation: task.validation,
      callbacks: [
        stopwatch,
        opening(running),
        watch,
        logs,
        divergence,
        progressBar({ stream }),
        ...(task.watch ? [task.watch(trainer, plan.updates, (text) => betweenLines(stream).write(text))] : []),
        ...(keepPath === undefined
          ? []
          : [new PathKeeping(trainer, stepsToKeep(keepPath, plan.updates), () => recording.folder?.path)]),
        recording,
        checkpointing,
        breakOffWhenAsked(interruption, (fitting) => checkpointing.save(fitting)),
      ],
    });
    return { isInterrupted: false, ...(stopped === undefined ? {} : { stopped }) };
  } catch (error) {
    // The progress bar's line is still open on a screen, and the error would go on in it.
    if (stream.isTTY) stream.write("\n");
    if (error instanceof BrokenOff) return { isInterrupted: true };
    throw error;
  }
};

/** Writes down that a run failed where `work` does. */
const guarded = async <T>({ conclude, recording }: Running, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // What went wrong first is what the user must hear of.
    await conclude({ status: "failed", reason }).catch(() => undefined);
    if (recording.folder === undefined || !(error instanceof ThalwegError)) throw error;
    const { path } = recording.folder;
    const why = `thalweg diagnose ${path} says more`;
    throw new ThalwegError(error.code, `${reason}; the run is in ${path}, and ${why}`, { cause: error });
  }
};

const saveModel = async ({ plan, reporting, recording }: Running): Promise<string> => {
  const path = recording.folder?.path ?? "";
  await plan.trainer.save(join(path, "checkpoints", "final.safetensors"));
  if (reporting.save !== undefined) await plan.trainer.save(reporting.save);
  return path;
};

/** Measures the finished model, which is saved first. */
const measure = async (running: Running): Promise<{ path: string; found: Findings }> => {
  const path = await saveModel(running);
  const { task, trainer } = running.plan;
  return { path, found: await task.conclude(trainer, running.recording.history) };
};

const interruptedBefore = (): Error => interrupted("stopped before the first update; nothing was saved");

/** What begins the reason of a fit that the diagnosis has ended. */
const givenUp = "diagnose: ";

const train = async (running: Running, surroundings: Surroundings): Promise<void> => {
  const { plan, recording, stopwatch, say, conclude } = running;
  const { isInterrupted, stopped } = await guarded(running, () => fit(running, surroundings));
  if (isInterrupted) {
    const path = await guarded(running, () => saveModel(running));
    await conclude({ status: "interrupted" });
    const goesOn = `thalweg train --resume ${path} goes on from there`;
    throw interrupted(`stopped after update ${plan.trainer.steps}; what is there is saved in ${path}, and ${goesOn}`);
  }
  const results = resultsOf(recording.history, stopwatch);
  const { path, found } = await guarded(running, () => measure(running));
  if (stopped?.startsWith(givenUp)) {
    const reason = stopped.slice(givenUp.length);
    await conclude({ status: "failed", reason }, found.results);
    throw new CommandError(`given up after update ${plan.trainer.steps}: ${reason}; the run is in ${path}`, 1);
  }
  const outcome = { ...(stopped === undefined ? {} : { stopped }), ...found.results };
  await conclude({ status: "finished" }, outcome);
  // All of it is in the final one.
  await recording.folder?.remove("checkpoints", lastName);
  // What looked on and spoke has said it all.
  const { diagnose, giveUp, json } = running.reporting;
  const wrong = diagnose || giveUp ? [] : findingsLine(findingsSeen(running.watch), path);
  const ended = stopped === undefined ? [] : ["", stopped];
  say([...ended, ...closing(recording.history, results, found.lines, path), ...wrong]);
  if (!json) return;
  const findings = findingsKept(findingsSeen(running.watch));
  surroundings.out.write(`${JSON.stringify({ ...factsOf(plan), ...results, ...outcome, findings, runDir: path })}\n`);
};

/** Carries a plan out, writes the run's folder and reports. */
export const carryOut = async (
  plan: Plan,
  reporting: Reporting,
  surroundings: Surroundings,
  resumed?: Resumed,
): Promise<void> => {
  const { out, err, interruption } = surroundings;
  const { json, summary = false } = reporting;
  const talk = json ? err : out;
  const running = begin(plan, reporting, betweenLines(talk), (lines) => talk.write(`${lines.join("\n")}\n`), resumed);
  if (interruption.requested) throw interruptedBefore();
  running.say([
    ...heading(plan),
    "",
    ...(resumed ? [...resumed.lines, ""] : []),
    ...(summary ? [plan.trainer.summary(), ""] : []),
  ]);
  try {
    await train(running, surroundings);
  } finally {
    await running.recording.folder?.unlock();
  }
};

/** Trains as task and settings say, writes the run's folder and reports. */
export const trainRun = async (
  task: Task,
  settings: LearningSettings,
  reporting: Reporting,
  surroundings: Surroundings,
): Promise<void> => carryOut(await planRun(task, settings), reporting, surroundings);
