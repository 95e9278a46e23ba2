import { linear, type Schedule } from "../../../schedules/index.ts";

export interface OptaxWarmupConstantOptions {
  /** Value at step 0. */
  initial: number;
  /** Value at the end of warmup, which is held. */
  peak: number;
  /** Steps of warmup. */
  warmup: number;
}

/**
 * `optax.warmup_constant_schedule`: a line from initial to peak, then held.
 *
 * @example
 * const rate = optax.warmupConstantSchedule({ initial: 0, peak: 0.1, warmup: 10 });
 * rate(5); // 0.05
 * rate(100); // 0.1
 */
export const warmupConstantSchedule = ({ initial, peak, warmup }: OptaxWarmupConstantOptions): Schedule =>
  linear({ initial, final: peak, total: warmup });
