/** Goes on with a run that was killed, interrupted or failed, from its last checkpoint. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ThalwegError } from "thalweg/errors";
import type { Trainer } from "thalweg/training";
import { wrongUsage } from "../command-error.ts";
import { observationsIn } from "../diagnosis/observed-run.ts";
import { plural } from "../report/numbers.ts";
import type { Surroundings } from "../surroundings.ts";
import { versions } from "../versions.ts";
import { lastName } from "./checkpointing.ts";
import type { DeviceSettings } from "./device.ts";
import { readRecords } from "./history.ts";
import { type Plan, planRun } from "./plan.ts";
import { type AskedDevice, resumeDevice } from "./resume-device.ts";
import { RunFolder } from "./run-folder.ts";
import { readRun, type SavedRun, type SavedSettings, sameTask } from "./saved-run.ts";
import type { Reporting } from "./settings.ts";
import { carryOut, type Resumed } from "./train-run.ts";

/** What may be asked for beside `--resume`. */
export interface ResumeOptions extends AskedDevice, Omit<Reporting, "runDir" | "keepPath"> {}

/** The settings of a run as they were given. */
export const settingsGiven = (folder: string, { settings, given }: SavedRun): SavedSettings => {
  if (given === undefined) {
    throw wrongUsage(`--resume: ${folder} was begun by a version that cannot go on with a run; train anew`);
  }
  return { ...settings, learningRate: given.learningRate, schedule: given.schedule };
};

const checkUnfinished = (folder: string, { status, rungs }: SavedRun): void => {
  if (rungs !== undefined) {
    throw wrongUsage(`--resume: ${folder} is a trial of a sweep; the command of the sweep goes on with it`);
  }
  if (status !== "finished") return;
  throw wrongUsage(`--resume: ${folder} is finished; train anew, with more --epochs if it should go on longer`);
};

/** The plan of the run, which is told with the settings it was begun with. */
const planFor = async (folder: string, saved: SavedRun, settings: SavedSettings, device: DeviceSettings) => {
  const own = { ...settings, ...device };
  const plan = await planRun(await sameTask(folder, own, saved.data), own);
  return { ...plan, settings };
};

/** Brings the trainer to the last checkpoint; false where there is none yet. */
const loadLast = async (trainer: Trainer, folder: RunFolder): Promise<boolean> => {
  const path = join(folder.checkpoints, lastName);
  if (!(await stat(path).catch(() => undefined))) return false;
  try {
    await trainer.load(path);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ThalwegError(
      "file",
      `--resume: the checkpoint cannot be used: ${reason}\nwithout ${path} the run would begin again from its start`,
      { cause: error },
    );
  }
};

const recordsOf = async (folder: RunFolder, { epochs }: Trainer) => {
  const records = await readRecords(folder.path, epochs);
  if (records !== undefined) return records;
  throw new ThalwegError(
    "file",
    `--resume: ${join(folder.path, "history.csv")} does not hold the ${plural(epochs, "epoch")} that were over; put it ` +
      `back, or remove ${join(folder.checkpoints, lastName)}, and the run begins again from its start`,
  );
};

const placeText = ({ trainer, epochs }: Plan, hasCheckpoint: boolean): string => {
  if (!hasCheckpoint) return "no checkpoint was written yet: begins again from the start";
  return `goes on after ${plural(trainer.steps, "update")}, in epoch ${trainer.epochs + 1} of ${epochs}`;
};

const versionLines = ({ versions: before = {} }: SavedRun): readonly string[] => {
  const now = versions();
  if (before.thalweg === now.thalweg) return [];
  return [`begun with thalweg ${before.thalweg}, goes on with ${now.thalweg}: the last bits may be others`];
};

const resumeLocked = async (
  folder: RunFolder,
  { threads, blas, ...reporting }: ResumeOptions,
  surroundings: Surroundings,
): Promise<void> => {
  const saved = await readRun("--resume", folder.path);
  checkUnfinished(folder.path, saved);
  const settings = settingsGiven(folder.path, saved);
  const device = await resumeDevice(folder.path, saved, { threads, blas });
  const plan = await planFor(folder.path, saved, settings, device.settings);
  const hasCheckpoint = await loadLast(plan.trainer, folder);
  const history = await recordsOf(folder, plan.trainer);
  if (history.length === 0) await folder.remove("history.csv");
  await folder.remove("checkpoints", "final.safetensors");
  const { save, keepPath, checkpointEvery, diagnose, giveUp, resumed = [], started } = saved;
  const time = { date: new Date().toISOString(), step: plan.trainer.steps };
  const resuming: Resumed = {
    folder,
    started: started === undefined ? new Date() : new Date(started),
    history,
    seen: await observationsIn(folder.path, plan.trainer.steps),
    times: [...resumed, time],
    lines: [placeText(plan, hasCheckpoint), ...device.lines, ...versionLines(saved)],
  };
  await carryOut(plan, { save, checkpointEvery, keepPath, diagnose, giveUp, ...reporting }, surroundings, resuming);
};

/** Goes on with the run in a folder, which no other process may train in. */
export const resumeRun = async (path: string, options: ResumeOptions, surroundings: Surroundings): Promise<void> => {
  checkUnfinished(path, await readRun("--resume", path));
  const folder = new RunFolder(path);
  await folder.lock("--resume");
  try {
    await resumeLocked(folder, options, surroundings);
  } finally {
    await folder.unlock();
  }
};
