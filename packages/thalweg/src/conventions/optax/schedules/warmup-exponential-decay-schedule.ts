import { type Schedule, warmup as warmedUp } from "../../../schedules/index.ts";
import { exponentialDecay, type OptaxExponentialDecayOptions } from "./exponential-decay.ts";

export interface OptaxWarmupExponentialOptions extends OptaxExponentialDecayOptions {
  /** Value at the end of warmup. */
  peak: number;
  /** Steps of warmup. */
  warmup: number;
}

/**
 * `optax.warmup_exponential_decay_schedule`: a line from initial to peak, then `exponentialDecay` from peak, its steps
 * counted from the end of warmup.
 *
 * @example
 * const rate = optax.warmupExponentialDecaySchedule({ initial: 0, peak: 0.1, warmup: 10, decay: 0.5, every: 10 });
 * rate(5); // 0.05
 * rate(20); // 0.05
 */
export const warmupExponentialDecaySchedule = ({
  initial,
  peak,
  warmup,
  ...decay
}: OptaxWarmupExponentialOptions): Schedule =>
  warmedUp(warmup, exponentialDecay({ ...decay, initial: peak }), { from: initial });
