/** Folders of runs as `thalweg train` leaves them, written by hand. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isRecord, type RunRecord, readRecord } from "../run-record.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface Written {
  readonly settings?: Fields;
  readonly data?: Fields;
  readonly results?: Fields;
  readonly more?: Fields;
}

/** What `run.json` says of a short run on garments, with some of it changed. */
export const runJson = ({ settings = {}, data = {}, results = {}, more = {} }: Written = {}): Fields => {
  const { learningRate = 1e-3, seed = 0 } = settings;
  return {
    command: "train",
    status: "finished",
    started: "2026-01-31T12:00:00.000Z",
    seed,
    data: {
      name: "garments",
      trainExamples: 480,
      validationExamples: 120,
      testExamples: 200,
      fingerprints: { train: "e9dce8e412492b10", test: "35a91e6f355bc23f" },
      classes: ["Bag", "Coat"],
      inputs: { rescaled: [0, 1] },
      ...data,
    },
    settings: {
      dataset: "garments",
      validationSplit: 0.2,
      standardize: false,
      augment: [],
      model: "mlp",
      hidden: [32],
      optimizer: "adam",
      set: {},
      schedule: { kind: "constant", value: learningRate },
      epochs: 2,
      batchSize: 128,
      accumulate: 1,
      seed,
      device: "wasm",
      blas: "auto",
      learningRate,
      ...settings,
    },
    parameters: 25450,
    device: { name: "wasm", threads: 2, sharedMemory: true, relaxedFma: true, blas: null },
    versions: { thalweg: "0.1.0", cli: "0.1.0", node: "20.20.2" },
    results: {
      epochs: 2,
      steps: 8,
      skipped: 0,
      seconds: 0.5,
      millisecondsPerStep: 1.5,
      trainLoss: 2,
      testLoss: 2,
      testAccuracy: 0.25,
      classAccuracy: { Bag: 0.5, Coat: null },
      ...results,
    },
    ...more,
  };
};

/** Writes the folder of a run. */
export const writeRun = async (folder: string, written: Written = {}, history?: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "run.json"), JSON.stringify(runJson(written)));
  if (history !== undefined) await writeFile(join(folder, "history.csv"), history);
};

/** Writes the folder of a run and reads it back. */
export const writtenRecord = async (folder: string, written: Written = {}): Promise<RunRecord> => {
  await writeRun(folder, written);
  const read = await readRecord(folder);
  if (!isRecord(read)) throw new Error(read.why);
  return read;
};
