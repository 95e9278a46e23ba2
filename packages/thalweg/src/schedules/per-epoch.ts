import type { Schedule, StepFunction } from "./schedule.ts";
import { defineShape } from "./shape.ts";

/**
 * A schedule written in epochs, for use in updates: η(t) = s(⌊t/U⌋) with U updates an epoch. Keras
 * LearningRateScheduler; PyTorch schedulers stepped once an epoch.
 *
 * @example
 * const rate = perEpoch(step({ initial: 0.1, every: 30 }), 469);
 * rate(30 * 469 - 1); // 0.1
 * rate(30 * 469); // 0.01
 */
export const perEpoch = (schedule: number | StepFunction, updatesPerEpoch: number): Schedule =>
  perEpochShape.create({ schedule, updatesPerEpoch });

export const perEpochShape = defineShape({
  kind: "perEpoch",
  summary: "A schedule written in epochs",
  formula: "schedule(⌊t/updatesPerEpoch⌋)",
  source: "Keras LearningRateScheduler",
  required: ["schedule", "updatesPerEpoch"],
  defaults: {},
  says: {
    schedule: "a schedule that counts epochs",
    updatesPerEpoch: "updates an epoch, a whole number ≥ 1",
  },
  forms: { schedule: "schedule" },
  example: {
    options: { schedule: { kind: "step", initial: 0.1, every: 30 }, updatesPerEpoch: 469 },
    code: "perEpoch(step({ initial: 0.1, every: 30 }), 469)",
  },
  at: (options) => {
    const schedule = options.schedule("schedule");
    const updatesPerEpoch = options.count("updatesPerEpoch");
    return (t) => schedule(Math.floor(t / updatesPerEpoch));
  },
});
