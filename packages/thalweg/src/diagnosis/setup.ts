import type { FitAbout } from "../training/index.ts";
import type { DataFacts } from "./data-facts.ts";

/** What is known of a run before its first update, as plain data: of its data, and of its rates, what counts. */
export interface Setup extends Omit<FitAbout, "batchSize" | "remainder" | "data" | "validation" | "rateOf"> {
  /** Examples of a batch; "all" is resolved where the data are known. */
  readonly batchSize: number | "all";
  /** Updates that are planned, those before this fit included; left out where it is not known. */
  readonly updates?: number;
  /** The planned course of the rate: at most 200 evenly spaced updates, from 1, the first and the last among them. */
  readonly rates: readonly { readonly update: number; readonly rate: number }[];
  readonly data?: DataFacts;
  readonly validation?: DataFacts;
}
