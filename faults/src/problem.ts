import type { RunPlan } from "./run-plan.ts";

/** Something to learn, drawn from a seed, with a run that learns it well. */
export interface Problem {
  readonly name: string;
  readonly kind: "classification" | "regression";
  /** A sensible network, optimizer and rate: 150 to 500 updates. */
  healthy(seed: number): RunPlan;
  /** What a healthy run reaches at the end: `score` on validation data, a metric whose higher values are better. */
  readonly reaches: { readonly metric: "accuracy" | "r2"; readonly least: number };
}
