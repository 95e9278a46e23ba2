import type { FindingId, Generator } from "thalweg";
import type { Problem } from "./problem.ts";
import type { RunPlan } from "./run-plan.ts";

/** A mistake that is put into runs that train well, and the finding that should name it. */
export interface Fault {
  readonly id: FindingId;
  /** One line: what is planted. */
  readonly plants: string;
  /** Those of the report, at least four. */
  readonly problems: readonly Problem[];
  /** Those that thresholds are chosen on; their seeds are always others. */
  readonly tuning: readonly Problem[];
  /** The case of its picture; the first problem and seed unless said. */
  readonly pictured?: { readonly problem: Problem; readonly seed: number };
  /** `random` is drawn from the seed of the case: how strong the fault is, where it sits. */
  plant(healthy: RunPlan, random: Generator, problem: Problem): RunPlan;
  /** The run after the first remedy; most often that is the healthy one again. */
  mend(planted: RunPlan, healthy: RunPlan): RunPlan;
}
