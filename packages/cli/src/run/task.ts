import type { Dataset } from "thalweg/data";
import type { Layer } from "thalweg/layers";
import type { Loss } from "thalweg/losses";
import type { Metric } from "thalweg/metrics";
import type { Callback, EpochRecord, Trainer, TrainingData } from "thalweg/training";

/** How the finished model does: for `--json` and `run.json`, and in lines. */
export interface Findings {
  readonly results: object;
  readonly lines: readonly string[];
}

/** What a run learns, and from what: pictures, texts or tables made ready, and a model for them. */
export interface Task {
  /** Begins the name of the run's folder. */
  readonly stem: string;
  readonly model: Layer;
  /** Of one example. */
  readonly inputShape: readonly number[];
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly train: TrainingData;
  /** Examples of an epoch. */
  readonly examples: number;
  /** Never learned from. */
  readonly validation?: Dataset;
  /** Which parameters weight decay pulls to 0; all unless said. */
  readonly isDecayed?: (name: string, shape: readonly number[]) => boolean;
  /** The data in lines of the heading. */
  readonly heading: readonly (readonly [string, string])[];
  /** The model in words, such as `mlp 784-256-128-10`. */
  readonly modelText: string;
  /** What was used, in the words of `--json`. */
  readonly facts: object;
  /** What `run.json` keeps of the data: all that is needed to use the model. */
  readonly data: object;
  /** Looks on while the model trains, up to update `last`; `write` speaks between the lines of the progress. */
  watch?(trainer: Trainer, last: number, write: (text: string) => void): Callback;
  /** Measures the finished model. */
  conclude(trainer: Trainer, history: readonly EpochRecord[]): Promise<Findings>;
}
