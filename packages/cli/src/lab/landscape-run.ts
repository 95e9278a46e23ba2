/** A run read back from its folder: its data, its model and its weights. */
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { type Dataset, exampleCount, take } from "thalweg/data";
import { ThalwegError } from "thalweg/errors";
import { readFile } from "thalweg/platform";
import { decodeSafetensors, type NamedArrays, type TrainingData } from "thalweg/training";
import type { DeviceSettings } from "../run/device.ts";
import { pathFolder } from "../run/path-keeping.ts";
import { planRun } from "../run/plan.ts";
import { readRun, type SavedSettings, sameTask } from "../run/saved-run.ts";
import { type LearningSettings, usual } from "../run/settings.ts";
import type { Task } from "../run/task.ts";

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

/** Settings of the same data, model and optimizer; the course of the rate no longer matters. */
const atRest = <S extends LearningSettings>(settings: S, device: Partial<DeviceSettings>): S => ({
  ...settings,
  ...device,
  schedule: usual.schedule,
  warmup: undefined,
  learningRate: "learningRate" in settings.set ? undefined : settings.learningRate,
});

/** Reads a run's folder and makes its data and its model ready, with the weights it ended with. */
export const rebuild = async (folder: string, device: Partial<DeviceSettings>): Promise<Rebuilt> => {
  const saved = await readRun("landscape", folder);
  const file = join(folder, "checkpoints", "final.safetensors");
  if (!(await stat(file).catch(() => undefined))) {
    const why = saved.reason === undefined ? `it is ${saved.status}` : `it failed: ${saved.reason}`;
    throw new ThalwegError("file", `${folder}: has no ${join("checkpoints", "final.safetensors")}; ${why}`);
  }
  const own = atRest(saved.settings, device);
  // Pictures are looked at as they are.
  const task = await sameTask(folder, "dataset" in own ? { ...own, augment: [] } : own, saved.data);
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
