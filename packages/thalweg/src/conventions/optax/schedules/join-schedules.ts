import { ThalwegError } from "../../../errors/thalweg-error.ts";
import { joined, type Schedule, type StepFunction } from "../../../schedules/index.ts";

/**
 * `optax.join_schedules`: one schedule after another, each from its own step 0; boundary i is where schedule i + 1
 * begins.
 *
 * @example
 * const warm = optax.linearSchedule({ initial: 0, final: 0.1, total: 10 });
 * const rate = optax.joinSchedules([warm, optax.exponentialDecay({ initial: 0.1, decay: 0.9, every: 1 })], [10]);
 * rate(11); // 0.09
 */
export const joinSchedules = (schedules: readonly StepFunction[], boundaries: readonly number[]): Schedule => {
  if (boundaries.length !== schedules.length - 1) {
    throw new ThalwegError(
      "argument",
      `optax.joinSchedules: boundaries must be one fewer than the ${schedules.length} schedules, got ${boundaries.length}`,
    );
  }
  return joined(
    schedules.map((schedule, index) =>
      index < boundaries.length ? { until: boundaries[index], schedule } : { schedule },
    ),
  );
};
