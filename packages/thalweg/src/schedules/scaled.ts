import type { Schedule, StepFunction } from "./schedule.ts";
import { defineShape } from "./shape.ts";

/**
 * A schedule times a number: η(t) = c·s(t), as for a group of parameters with a lower rate.
 *
 * @example
 * scaled(0.1, cosine({ peak: 0.1, total: 100 }))(50); // 0.005
 */
export const scaled = (factor: number, schedule: number | StepFunction): Schedule =>
  scaledShape.create({ factor, schedule });

export const scaledShape = defineShape({
  kind: "scaled",
  summary: "A schedule times a number",
  formula: "factor · schedule(t)",
  source: "Goyal et al. 2017, arXiv:1706.02677 (rate in proportion to the batch)",
  required: ["factor", "schedule"],
  defaults: {},
  says: {
    factor: "what the schedule is multiplied by, ≥ 0",
    schedule: "what is multiplied",
  },
  forms: { schedule: "schedule" },
  example: {
    options: { factor: 0.1, schedule: { kind: "cosine", peak: 1e-3, total: 900 } },
    code: "scaled(0.1, cosine({ peak: 1e-3, total: 900 }))",
  },
  at: (options) => {
    const factor = options.rate("factor");
    const schedule = options.schedule("schedule");
    return (t) => factor * schedule(t);
  },
});
