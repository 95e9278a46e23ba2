import type { Shape } from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import type { Json } from "../schedules/index.ts";

/** Arrays by name, such as the weights of a model: `dense/weight`, `batchNorm/movingMean`. */
export type NamedArrays = Readonly<Record<string, { readonly shape: Shape; readonly values: TypedArray }>>;

/** What is known at the end of an epoch. Numbers over the training data are means while it ran, over batches that were learned from. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Updates made so far, in all epochs. */
  readonly step: number;
  readonly learningRate: number;
  readonly seconds: number;
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** On validation data, after the epoch. */
  readonly validation?: { readonly loss: number; readonly metrics: Readonly<Record<string, number>> };
  /** Updates left out because a gradient was not finite. */
  readonly skipped: number;
}

/** What is known after an update. */
export interface StepRecord {
  /** From 1, in this epoch. */
  readonly batch: number;
  /** Batches of the epoch; left out when its source does not know. */
  readonly batches?: number;
  /** Updates made so far, in all epochs. */
  readonly step: number;
  readonly learningRate: number;
  /** Loss of this batch before its update. */
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** Set when the update was left out. */
  readonly skipped?: string;
}

/** The fit a callback belongs to. */
export interface Fitting {
  readonly epochs: number;
  /** Left out when the data do not know. */
  readonly batchesPerEpoch?: number;
  /** What is measured beside the loss, and which values are improvements. */
  readonly metrics: readonly { readonly name: string; readonly better: "higher" | "lower" }[];
  /** Rate of the next update; assigning replaces the optimizer's own rate or schedule, and sets the scale to 1. */
  learningRate: number;
  /** What the optimizer's rate or schedule is multiplied by, and saved with the model; 1 unless assigned. */
  learningRateScale: number;
  /** What a callback left under this name, in this fit or in one that was saved. */
  recall(name: string): Json | undefined;
  /** Keeps what a callback must know to go on, and saves it with the model. */
  remember(name: string, note: Json): void;
  /** Ends the fit after the running update; the reason goes into the history. */
  stop(reason: string): void;
  /** A copy of weights and layer state. */
  weights(): Promise<NamedArrays>;
  setWeights(weights: NamedArrays): Promise<void>;
  /** Everything needed to go on: weights, layer state, optimizer state. */
  save(path: string): Promise<void>;
}

/** Looks on while a model trains; the fit waits for what it returns. */
export interface Callback {
  onTrainBegin?(fitting: Fitting): void | Promise<void>;
  /** `epoch` counts from 1. */
  onEpochBegin?(epoch: number, fitting: Fitting): void | Promise<void>;
  onStepEnd?(step: StepRecord, fitting: Fitting): void | Promise<void>;
  onEpochEnd?(epoch: EpochRecord, fitting: Fitting): void | Promise<void>;
  onTrainEnd?(history: readonly EpochRecord[], fitting: Fitting): void | Promise<void>;
}
