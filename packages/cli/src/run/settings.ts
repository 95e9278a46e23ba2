import type { BatchSize } from "thalweg/data";
import type { WarmupLength } from "../options/numbers.ts";
import type { DeviceSettings } from "./device.ts";

/** How a model learns, whatever it learns from. */
export interface LearningSettings extends DeviceSettings {
  readonly model: string;
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
  /** Updates of the whole run, in place of `epochs`. */
  readonly updates?: number;
  readonly batchSize: BatchSize;
  /** Decides weights, order and split: the same settings on the same device give the same weights. */
  readonly seed: number;
}

/** What a run leaves behind and how it speaks. */
export interface Reporting {
  readonly runDir?: string;
  readonly save?: string;
  readonly json: boolean;
  /** Whether the model is shown as a table. */
  readonly summary?: boolean;
  /** Updates between two checkpoints; by the clock unless given. */
  readonly checkpointEvery?: number;
  /** Whether what is wrong is told while the run trains; at its end alone unless given. */
  readonly diagnose?: boolean;
  /** Whether a run that cannot come to anything is ended, too. */
  readonly giveUp?: boolean;
  /** Places of the weights' path that are kept, the first and the last among them. */
  readonly keepPath?: number;
}

/** What is taken for granted unless the user says otherwise. */
export const usual: Omit<LearningSettings, "model"> = {
  optimizer: "adam",
  set: {},
  accumulate: 1,
  schedule: "constant",
  epochs: 10,
  batchSize: 128,
  seed: 0,
  device: "wasm",
  blas: "auto",
};
