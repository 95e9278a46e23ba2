import type { Shape } from "../graph/index.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import type { Json } from "../schedules/index.ts";
import type { CallbackAbout, FitAbout } from "./about.ts";
import type { NonFinite, Probe, ProbeRequest } from "./probe.ts";

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
  /** From 1, counted on through all fits. */
  readonly epoch: number;
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
  /** Set when a callback asked for it; see `probeAt`. */
  readonly probe?: Probe;
}

/** The fit a callback belongs to. */
export interface Fitting {
  readonly epochs: number;
  /** Left out when the data do not know. */
  readonly batchesPerEpoch?: number;
  /** What is trained, and how. */
  readonly about: FitAbout;
  /** What is measured beside the loss, and which values are improvements. */
  readonly metrics: readonly { readonly name: string; readonly better: "higher" | "lower" }[];
  /** Rate of the next update; assigning replaces the optimizer's own rate or schedule, and sets the scale to 1. */
  learningRate: number;
  /** What the optimizer's rate or schedule is multiplied by, and saved with the model; 1 unless assigned. */
  learningRateScale: number;
  /** The running epoch, from 1 and counted on through all fits; between two epochs the next one. */
  readonly epoch: number;
  /** Batches of the running epoch that are done: above 0 at the beginning of one that goes on in its middle. */
  readonly batch: number;
  /** What a callback left under this name, in this fit or in one that was saved. */
  recall(name: string): Json | undefined;
  /** Keeps what a callback must know to go on, and saves it with the model; undefined forgets it. */
  remember(name: string, note: Json | undefined): void;
  /** Arrays that a callback left under this name. */
  kept(name: string): NamedArrays | undefined;
  /** Keeps arrays and saves them with the model; undefined forgets them. */
  keep(name: string, arrays: NamedArrays | undefined): void;
  /** Ends the fit after the running update; the reason goes into the history. */
  stop(reason: string): void;
  /** The reason, once something has asked for the end. */
  readonly stopped?: string;
  /** A copy of weights and layer state. */
  weights(): Promise<NamedArrays>;
  setWeights(weights: NamedArrays): Promise<void>;
  /** Everything needed to go on: weights, layer state, optimizer state. */
  save(path: string): Promise<void>;
  /** After an update that was left out: where the value that is not finite arose; undefined where none is found. */
  locateNonFinite(): Promise<NonFinite | undefined>;
}

/** Looks on while a model trains; the fit waits for what it returns. */
export interface Callback {
  /** What it is, where it changes how the fit goes. */
  readonly about?: CallbackAbout;
  onTrainBegin?(fitting: Fitting): void | Promise<void>;
  /** `epoch` counts from 1. */
  onEpochBegin?(epoch: number, fitting: Fitting): void | Promise<void>;
  /**
   * Asked before each update, counted from 1, what should be measured with it; the answer to all callbacks' wishes is in
   * `onStepEnd`. Short batches at the end of an epoch are not measured.
   */
  probeAt?(update: number): ProbeRequest | undefined;
  onStepEnd?(step: StepRecord, fitting: Fitting): void | Promise<void>;
  onEpochEnd?(epoch: EpochRecord, fitting: Fitting): void | Promise<void>;
  onTrainEnd?(history: readonly EpochRecord[], fitting: Fitting): void | Promise<void>;
}
