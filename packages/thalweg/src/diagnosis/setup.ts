import type { CallbackAbout, LayerAbout, OptimizerAbout } from "../training/index.ts";
import type { DataFacts } from "./data-facts.ts";

/** What is known of a run before its first update, as plain data. */
export interface Setup {
  readonly layers: readonly LayerAbout[];
  /** Numbers that the model learns. */
  readonly parameters: number;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  readonly loss: { readonly name: string; readonly expects: "logits" | "probabilities" | "values" };
  readonly optimizer: OptimizerAbout;
  readonly clip?: number;
  readonly l2: number;
  readonly l1: number;
  readonly seed: number;
  readonly epochs: number;
  /** Examples of a batch; "all" is resolved where the data are known. */
  readonly batchSize: number | "all";
  readonly shuffle: boolean;
  readonly batchesPerEpoch?: number;
  /** Updates that are planned, those before this fit included; left out where it is not known. */
  readonly updates?: number;
  /** Updates made before this fit. */
  readonly steps: number;
  /** The planned course of the rate: at most 200 evenly spaced updates, from 1, the first and the last among them. */
  readonly rates: readonly { readonly update: number; readonly rate: number }[];
  readonly callbacks: readonly CallbackAbout[];
  readonly data?: DataFacts;
  readonly validation?: DataFacts;
}
