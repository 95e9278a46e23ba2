import { cosine, type Schedule, warmup as warmedUp, warmupCosine } from "../../../schedules/index.ts";

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
  /** Optax's `exponent`; 1 unless given. */
  power?: number;
}

/**
 * `optax.warmup_cosine_decay_schedule`: a line from initial to peak, then half a cosine, to a power, to final.
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
  power = 1,
}: OptaxWarmupCosineOptions): Schedule =>
  power === 1
    ? warmupCosine({ from: initial, peak, warmup, total, floor: final })
    : warmedUp(warmup, cosine({ peak, total: total - warmup, floor: final, power }), { from: initial });
