import { type Schedule, warmupCosine } from "../../../schedules/index.ts";

export interface OptaxWarmupCosineOptions {
  /** Value at step 0. */
  initial: number;
  /** Value at the end of warmup. */
  peak: number;
  /** Steps of warmup. */
  warmup: number;
  /** Steps of warmup and decay together, which Optax calls decay_steps. */
  total: number;
  /** Value from step `total` on; 0 unless given. */
  final?: number;
}

/**
 * `optax.warmup_cosine_decay_schedule`: a line from initial to peak, then half a cosine to final; Optax's `exponent`
 * is 1.
 *
 * @example
 * const rate = optax.warmupCosineDecaySchedule({ initial: 0, peak: 0.1, warmup: 10, total: 50 });
 * rate(30); // 0.05
 */
export const warmupCosineDecaySchedule = ({
  initial,
  peak,
  warmup,
  total,
  final = 0,
}: OptaxWarmupCosineOptions): Schedule => warmupCosine({ from: initial, peak, warmup, total, floor: final });
