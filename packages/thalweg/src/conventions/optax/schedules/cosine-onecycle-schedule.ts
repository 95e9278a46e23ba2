import { oneCycle, type Schedule } from "../../../schedules/index.ts";

export interface OptaxOnecycleOptions {
  /** Value at the top of the cycle. */
  peak: number;
  /** All steps of the cycle. */
  total: number;
  /** Part of `total`, rounded down to a step, at which the peak is reached; 0.3 unless given. */
  rise?: number;
  /** Value at step 0 as peak over this; 25 unless given. */
  divFactor?: number;
  /** Last value as the first over this; 1e4 unless given. */
  finalDivFactor?: number;
}

/**
 * `optax.cosine_onecycle_schedule`: peak/25 → peak → peak/250000 by half cosines, the peak at a whole step.
 *
 * @example
 * const rate = optax.cosineOnecycleSchedule({ peak: 0.1, total: 50 });
 * rate(0); // 0.004
 * rate(15); // 0.1
 */
export const cosineOnecycleSchedule = ({
  peak,
  total,
  rise = 0.3,
  divFactor = 25,
  finalDivFactor = 1e4,
}: OptaxOnecycleOptions): Schedule => {
  const initial = peak / divFactor;
  return oneCycle({ peak, total, rise: Math.floor(rise * total) / total, initial, final: initial / finalDivFactor });
};
