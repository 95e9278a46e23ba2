import type { Schedule } from "../../../schedules/index.ts";
import { type OptaxPolynomialOptions, polynomialSchedule } from "./polynomial-schedule.ts";

/**
 * `optax.linear_schedule`: a line from initial to final, held before and after.
 *
 * @example
 * const rate = optax.linearSchedule({ initial: 0.1, final: 0, total: 50 });
 * rate(25); // 0.05
 */
export const linearSchedule = (options: Omit<OptaxPolynomialOptions, "power">): Schedule =>
  polynomialSchedule({ ...options, power: 1 });
