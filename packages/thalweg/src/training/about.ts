import type { BatchSize, Dataset, Remainder } from "../data/index.ts";
import type { Shape } from "../graph/index.ts";
import type { ParameterSpec } from "../layers/index.ts";
import type { Json } from "../schedules/index.ts";

/** What a fit trains, and how, known before its first update. */
export interface FitAbout {
  /** Layers without others inside, in the order of the model; an activation that is a layer's option comes after it. */
  readonly layers: readonly LayerAbout[];
  /** Numbers that the model learns. */
  readonly parameters: number;
  /** Without the batch axis. */
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly loss: { readonly name: string; readonly expects: "logits" | "probabilities" | "values" };
  readonly optimizer: OptimizerAbout;
  /** Gradients are scaled down to this global norm. */
  readonly clip?: number;
  readonly l2: number;
  readonly l1: number;
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: BatchSize;
  readonly shuffle: boolean;
  readonly remainder: Remainder;
  /** Left out when the data do not know. */
  readonly batchesPerEpoch?: number;
  /** What is learned from, where it is a data set and not a stream of batches. */
  readonly data?: Dataset;
  readonly validation?: Dataset;
  /** What looks on, as far as it says. */
  readonly callbacks: readonly CallbackAbout[];
  /** Updates made before. */
  readonly steps: number;
  /** The learning rate of an update, from 1, as planned now; NaN for optimizers without one. */
  rateOf(update: number): number;
}

export interface LayerAbout {
  /** Such as `dense_1`. */
  readonly path: string;
  /** What it computes, such as `relu`. */
  readonly kind: string;
  readonly outputShape: Shape;
  /** Its own, by their last name: `weight`, `bias`. */
  readonly parameters: Readonly<Record<string, Pick<ParameterSpec, "shape" | "kind">>>;
}

export interface OptimizerAbout {
  /** Of the recipe that made it, such as `adamW`; its stages otherwise. */
  readonly name: string;
  /** Such as `scaleByAdam`, in order. */
  readonly stages: readonly string[];
  /** By `stage/name`, at the next update. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Batches whose mean gradient makes an update. */
  readonly microBatches: number;
  /** Parameters that it holds as they are. */
  readonly frozen: readonly string[];
}

/** A callback that changes how a run goes. */
export interface CallbackAbout {
  readonly name: string;
  readonly options: Readonly<Record<string, Json>>;
}
