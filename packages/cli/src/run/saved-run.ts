/** A run read back from `run.json`: its settings, and its data made ready once more. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { ThalwegError } from "thalweg/errors";
import { readFile } from "thalweg/platform";
import { wrongUsage } from "../command-error.ts";
import { loadRaw } from "../images/data.ts";
import type { ImageSettings } from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import type { TableSettings } from "../tables/settings.ts";
import { readTable } from "../tables/table-data.ts";
import { tableTask } from "../tables/task.ts";
import { readTexts } from "../text/files.ts";
import type { TextSettings } from "../text/settings.ts";
import { textTask } from "../text/task.ts";
import type { DeviceFacts } from "./device.ts";
import type { LearningSettings } from "./settings.ts";
import type { Task } from "./task.ts";

export type SavedSettings = ImageSettings | TableSettings | TextSettings;

/** What `run.json` says of a run. */
export interface SavedRun {
  readonly status: string;
  readonly reason?: string;
  readonly started?: string;
  readonly settings: SavedSettings;
  readonly data: { readonly fingerprints?: object };
  readonly results: Readonly<Record<string, unknown>>;
  readonly device?: DeviceFacts;
  readonly versions?: Readonly<Record<string, string>>;
  /** Settings as they were given, where the others are as the optimizer has them. */
  readonly given?: Pick<LearningSettings, "learningRate" | "schedule">;
  readonly save?: string;
  readonly keepPath?: number;
  readonly diagnose?: boolean;
  readonly giveUp?: boolean;
  readonly checkpointEvery?: number;
  readonly resumed?: readonly object[];
  /** What trials of a sweep have. */
  readonly rungs?: readonly object[];
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const isSettings = (value: unknown): boolean => {
  if (!isObject(value) || !("model" in value && "optimizer" in value && "set" in value && "seed" in value))
    return false;
  return "dataset" in value || "target" in value || "context" in value;
};

const isRun = (value: unknown): value is SavedRun =>
  isObject(value) &&
  "command" in value &&
  value.command === "train" &&
  "status" in value &&
  "data" in value &&
  isObject(value.data) &&
  "results" in value &&
  isObject(value.results) &&
  "settings" in value &&
  isSettings(value.settings);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What a folder says of the run it holds; `owner` begins errors. */
export const readRun = async (owner: string, folder: string): Promise<SavedRun> => {
  const there = await stat(folder).catch(() => undefined);
  const remedy = "name a folder that thalweg train has left, such as one in runs";
  if (!there?.isDirectory()) throw wrongUsage(`${owner}: there is no folder ${folder}; ${remedy}`);
  const bytes = await readFile(join(folder, "run.json"));
  if (!bytes) throw wrongUsage(`${owner}: ${folder} is no run, it has no run.json; ${remedy}`);
  const found = parsed(new TextDecoder().decode(bytes));
  if (isRun(found)) return found;
  throw wrongUsage(`${owner}: ${join(folder, "run.json")} is not that of a trained network; ${remedy}`);
};

/** Reads the data and makes the model, as a run with these settings did. */
export const taskFor = async (settings: SavedSettings): Promise<Task> => {
  if ("dataset" in settings) return imageTask(settings, await loadRaw(settings));
  if ("target" in settings) return tableTask(settings, await readTable(settings));
  return textTask(settings, await readTexts(settings.file));
};

const fingerprintsOf = (data: object): Readonly<Record<string, unknown>> =>
  "fingerprints" in data && isObject(data.fingerprints) ? { ...data.fingerprints } : {};

/** Which data of a run are others now: `train`, `validation`, `test`. */
const changedIn = (before: object, now: object): readonly string[] => {
  const [old, own] = [fingerprintsOf(before), fingerprintsOf(now)];
  return Object.keys({ ...old, ...own }).filter((part) => old[part] !== own[part]);
};

/** What the data of a run are called. */
const dataText = (settings: SavedSettings): string => {
  if ("dataset" in settings) return settings.dataset;
  return typeof settings.file === "string" ? settings.file : settings.file.join(", ");
};

/** The task of a run, made of the same data; `settings` are those of the run, but for what does not touch the data. */
export const sameTask = async (folder: string, settings: SavedSettings, data: object): Promise<Task> => {
  const task = await taskFor(settings).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ThalwegError("file", `${folder}: the data it was trained on cannot be read: ${reason}`, { cause: error });
  });
  const changed = changedIn(data, task.data);
  if (changed.length === 0) return task;
  throw new ThalwegError(
    "data",
    `${folder}: the data are not those it was trained on: ${dataText(settings)} has changed (${changed.join(", ")}); ` +
      "put those back, or train anew",
  );
};
