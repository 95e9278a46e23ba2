import { oneCycle, type Schedule } from "../../../schedules/index.ts";
import type { OptaxOnecycleOptions } from "./cosine-onecycle-schedule.ts";

export interface OptaxLinearOnecycleOptions extends OptaxOnecycleOptions {
  /** Part of `total`, rounded down to a step, at which the value is back at the first one; 0.85 unless given. */
  fall?: number;
}

/**
 * `optax.linear_onecycle_schedule`: peak/25 → peak → peak/25 → peak/250000 by lines, turning at whole steps.
 *
 * @example
 * const rate = optax.linearOnecycleSchedule({ peak: 0.1, total: 50 });
 * rate(15); // 0.1
 * rate(42); // 0.004
 */
export const linearOnecycleSchedule = ({
  peak,
  total,
  rise = 0.3,
  fall = 0.85,
  divFactor = 25,
  finalDivFactor = 1e4,
}: OptaxLinearOnecycleOptions): Schedule => {
  const initial = peak / divFactor;
  const whole = (part: number): number => Math.floor(part * total) / total;
  return oneCycle({
    peak,
    total,
    rise: whole(rise),
    fall: whole(fall),
    initial,
    final: initial / finalDivFactor,
    anneal: "linear",
  });
};
