import type { BatchSize } from "thalweg/data";
import type { WarmupLength } from "../options/numbers.ts";

export const datasetNames = ["fashion-mnist", "garments"] as const;
export type DatasetName = (typeof datasetNames)[number];

export const modelNames = ["mlp", "mlp-bn"] as const;
export type ModelName = (typeof modelNames)[number];

/** What a run depends on: the same settings on the same device give the same weights. */
export interface TrainSettings {
  readonly dataset: DatasetName;
  readonly dataDir?: string;
  readonly trainExamples?: number;
  readonly testExamples?: number;
  readonly standardize: boolean;
  readonly validationSplit: number;
  readonly model: ModelName;
  readonly hidden: readonly number[];
  readonly optimizer: string;
  /** The optimizer's own unless given. */
  readonly learningRate?: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
  readonly clip?: number;
  /** Batches whose mean gradient makes an update. */
  readonly accumulate: number;
  /** Options of the optimizer by their names, as they were written. */
  readonly set: Readonly<Record<string, string>>;
  readonly schedule: string;
  readonly warmup?: WarmupLength;
  readonly epochs: number;
  readonly batchSize: BatchSize;
  readonly seed: number;
  readonly device: "wasm" | "reference";
}

/** What a run leaves behind and how it speaks. */
export interface Reporting {
  readonly runDir?: string;
  readonly save?: string;
  readonly json: boolean;
}

/** What is taken for granted unless the user says otherwise. */
export const usual: Omit<TrainSettings, "dataset"> = {
  standardize: false,
  validationSplit: 0,
  model: "mlp",
  hidden: [256, 128],
  optimizer: "adam",
  set: {},
  accumulate: 1,
  schedule: "constant",
  epochs: 10,
  batchSize: 128,
  seed: 0,
  device: "wasm",
};
