import { constant, type Schedule } from "../../../schedules/index.ts";

/**
 * `optax.constant_schedule`: the same value at every step.
 *
 * @example
 * optax.constantSchedule(0.1)(50); // 0.1
 */
export const constantSchedule = (value: number): Schedule => constant(value);
