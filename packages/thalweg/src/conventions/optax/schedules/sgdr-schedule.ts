import type { Schedule } from "../../../schedules/index.ts";
import { joinSchedules } from "./join-schedules.ts";
import { type OptaxWarmupCosineOptions, warmupCosineDecaySchedule } from "./warmup-cosine-decay-schedule.ts";

/**
 * `optax.sgdr_schedule`: one `warmupCosineDecaySchedule` after another, each for its own `total` steps; the last is held.
 *
 * @example
 * const cycle = { initial: 0, peak: 0.1, warmup: 10, total: 50 };
 * const rate = optax.sgdrSchedule([cycle, { ...cycle, peak: 0.05 }]);
 * rate(10); // 0.1
 * rate(60); // 0.05
 */
export const sgdrSchedule = (cycles: readonly OptaxWarmupCosineOptions[]): Schedule => {
  let end = 0;
  const ends = cycles.map(({ total }) => {
    end += total;
    return end;
  });
  return joinSchedules(cycles.map(warmupCosineDecaySchedule), ends.slice(0, -1));
};
