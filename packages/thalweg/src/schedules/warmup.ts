import { progress, straight } from "./progress.ts";
import type { Schedule, StepFunction } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface WarmupOptions {
  /** Value at step 0; 0 unless given. */
  from?: number;
}

/**
 * Linear warmup, then any schedule from its own step 0: η(t) = from + (then(0) − from)·t/W for t < W, then(t − W).
 * Goyal et al. 2017, arXiv:1706.02677. Usual: 1–10 % of all steps.
 *
 * @example
 * const rate = warmup(100, exponential({ initial: 1e-3, decay: 0.999 }));
 * rate(50); // 0.0005
 * rate(100); // 0.001
 */
export const warmup = (steps: number, then: number | StepFunction, options: WarmupOptions = {}): Schedule =>
  warmupShape.create({ steps, schedule: then, ...options });

export const warmupShape = defineShape({
  kind: "warmup",
  summary: "Linear warmup, then any schedule from its step 0",
  formula: "from + (schedule(0) − from)·t/steps while t < steps, then schedule(t − steps)",
  source: "Goyal et al. 2017, arXiv:1706.02677",
  required: ["steps", "schedule"],
  defaults: { from: 0 },
  says: {
    steps: "steps of warmup, a whole number ≥ 0",
    schedule: "what follows, from its own step 0",
    from: "value at step 0, ≥ 0",
  },
  forms: { schedule: "schedule" },
  example: {
    options: { steps: 100, schedule: { kind: "cosine", peak: 1e-3, total: 900 } },
    code: "warmup(100, cosine({ peak: 1e-3, total: 900 }))",
  },
  at: (options) => {
    const steps = options.count("steps", 0);
    const then = options.schedule("schedule");
    const from = options.rate("from");
    return (t) => (t < steps ? straight(from, then(0), progress(t, 0, steps)) : then(t - steps));
  },
});
