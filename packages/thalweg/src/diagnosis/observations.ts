import type { EpochRecord, NonFinite, Probe } from "../training/index.ts";
import type { Setup } from "./setup.ts";

/** One update, or one that was left out. */
export interface SeenStep {
  /** Updates made so far. */
  readonly step: number;
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly learningRate: number;
  readonly skipped?: string;
}

/** All that is known of a run: what rules look at. It is plain data, so that a finished run can be looked at again. */
export interface Observations {
  readonly setup: Setup;
  readonly steps: readonly SeenStep[];
  /** In order of their steps: at the first updates and at doubling distances, then at even ones. */
  readonly probes: readonly Probe[];
  readonly epochs: readonly EpochRecord[];
  readonly nonFinite?: NonFinite;
  /** Why the fit ended before its last epoch, in its own words. */
  readonly stopped?: string;
  /** Whether the fit is over. */
  readonly ended: boolean;
}
