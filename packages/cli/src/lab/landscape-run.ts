/** A run read back from its folder: its data, its model and its weights. */
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type Dataset, exampleCount, take } from "thalweg/data";
import { ThalwegError } from "thalweg/errors";
import { readFile } from "thalweg/platform";
import { decodeSafetensors, type NamedArrays, type TrainingData } from "thalweg/training";
import { wrongUsage } from "../command-error.ts";
import { loadRaw } from "../images/data.ts";
import type { ImageSettings } from "../images/settings.ts";
import { imageTask } from "../images/task.ts";
import type { DeviceSettings } from "../run/device.ts";
import { pathFolder } from "../run/path-keeping.ts";
import { planRun } from "../run/plan.ts";
import { type LearningSettings, usual } from "../run/settings.ts";
import type { Task } from "../run/task.ts";
import type { TableSettings } from "../tables/settings.ts";
import { readTable } from "../tables/table-data.ts";
import { tableTask } from "../tables/task.ts";
import { readTexts } from "../text/files.ts";
import type { TextSettings } from "../text/settings.ts";
import { textTask } from "../text/task.ts";

type SavedSettings = ImageSettings | TableSettings | TextSettings;

/** What `run.json` says of a run. */
interface SavedRun {
  readonly status: string;
  readonly reason?: string;
  readonly settings: SavedSettings;
  readonly data: { readonly fingerprints?: object };
  readonly results: Readonly<Record<string, unknown>>;
}

/** A run that can be looked into. */
export interface Rebuilt {
  readonly folder: string;
  readonly name: string;
  readonly task: Task;
  readonly settings: SavedSettings;
  /** Those that evaluation uses, with the state of layers. */
  readonly weights: NamedArrays;
  /** Names of what was learned among them. */
  readonly learned: ReadonlySet<string>;
  readonly results: Readonly<Record<string, unknown>>;
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

/** What a folder says of the run it holds. */
const readRun = async (folder: string): Promise<SavedRun> => {
  const there = await stat(folder).catch(() => undefined);
  const remedy = "name a folder that thalweg train has left, such as one in runs";
  if (!there?.isDirectory()) throw wrongUsage(`landscape: there is no folder ${folder}; ${remedy}`);
  const bytes = await readFile(join(folder, "run.json"));
  if (!bytes) throw wrongUsage(`landscape: ${folder} is no run, it has no run.json; ${remedy}`);
  const found = parsed(new TextDecoder().decode(bytes));
  if (isRun(found)) return found;
  throw wrongUsage(`landscape: ${join(folder, "run.json")} is not that of a trained network; ${remedy}`);
};

/** Settings of the same data, model and optimizer; the course of the rate no longer matters. */
const atRest = <S extends LearningSettings>(settings: S, device: Partial<DeviceSettings>): S => ({
  ...settings,
  ...device,
  schedule: usual.schedule,
  warmup: undefined,
  learningRate: "learningRate" in settings.set ? undefined : settings.learningRate,
});

const taskFor = async (settings: SavedSettings): Promise<Task> => {
  // Pictures are looked at as they are.
  if ("dataset" in settings) return imageTask({ ...settings, augment: [] }, await loadRaw(settings));
  if ("target" in settings) return tableTask(settings, await readTable(settings));
  return textTask(settings, await readTexts(settings.file));
};

const fingerprintsOf = (data: object): string =>
  JSON.stringify("fingerprints" in data ? data.fingerprints : undefined) ?? "";

const sameTask = async (folder: string, { settings, data }: SavedRun, device: Partial<DeviceSettings>) => {
  try {
    const own = atRest(settings, device);
    const task = await taskFor(own);
    if (fingerprintsOf(task.data) === fingerprintsOf(data)) return { own, task };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ThalwegError("file", `${folder}: the data it was trained on cannot be read: ${reason}`, { cause: error });
  }
  throw new ThalwegError("data", `${folder}: the data are not those it was trained on; put those back, or train anew`);
};

/** Reads a run's folder and makes its data and its model ready, with the weights it ended with. */
export const rebuild = async (folder: string, device: Partial<DeviceSettings>): Promise<Rebuilt> => {
  const saved = await readRun(folder);
  const file = join(folder, "checkpoints", "final.safetensors");
  if (!(await stat(file).catch(() => undefined))) {
    const why = saved.reason === undefined ? `it is ${saved.status}` : `it failed: ${saved.reason}`;
    throw new ThalwegError("file", `${folder}: has no ${join("checkpoints", "final.safetensors")}; ${why}`);
  }
  const { own, task } = await sameTask(folder, saved, device);
  const { trainer } = await planRun(task, own);
  await trainer.load(file);
  return {
    folder,
    name: basename(resolve(folder)),
    task,
    settings: saved.settings,
    weights: await trainer.evaluationWeights(),
    learned: new Set(Object.keys(task.model.build(task.inputShape).parameters)),
    results: saved.results,
  };
};

/** The weights a run kept along its way, in their order; none where it was not asked to. */
export const keptPath = async ({ folder }: Rebuilt): Promise<readonly NamedArrays[]> => {
  const names = await readdir(join(folder, pathFolder)).catch(() => []);
  const places: NamedArrays[] = [];
  for (const name of names.filter((each) => each.endsWith(".safetensors")).sort()) {
    const path = join(folder, pathFolder, name);
    const bytes = await readFile(path);
    if (bytes) places.push(decodeSafetensors(bytes, { name: path }).arrays);
  }
  return places;
};

/** The first examples that a run learned from, in the order of its data. */
export const firstExamples = async (data: TrainingData, examples: number | "all"): Promise<Dataset> => {
  const isDataset = typeof data === "object" && "inputs" in data;
  if (isDataset) return examples === "all" ? data : take(data, Math.min(examples, exampleCount(data)));
  const request = { epoch: 0, seed: 0, shuffle: false, batchSize: examples, remainder: "keep" } as const;
  for await (const batch of typeof data === "function" ? data(request) : data) return { name: "examples", ...batch };
  throw new ThalwegError("data", "landscape: the run's data hold no examples");
};
