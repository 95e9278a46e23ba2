import { progress, straight } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface LinearOptions {
  /** Value at step 0. */
  initial: number;
  /** Value from step `total` on; 0 unless given. May lie above initial. */
  final?: number;
  /** Steps from initial to final. */
  total: number;
}

/**
 * A line from one value to another, then held: η(t) = initial + (final − initial)·min(t/T, 1).
 * Optax linear_schedule; PyTorch LinearLR.
 *
 * @example
 * const rate = linear({ initial: 0.1, total: 50 });
 * rate(25); // 0.05
 * rate(80); // 0
 */
export const linear = (options: LinearOptions): Schedule => linearShape.create(options);

export const linearShape = defineShape({
  kind: "linear",
  summary: "A line from one value to another, then held",
  formula: "initial + (final − initial) · min(t/total, 1)",
  source: "Optax linear_schedule, PyTorch LinearLR",
  required: ["initial", "total"],
  defaults: { final: 0 },
  says: {
    initial: "value at step 0, ≥ 0",
    total: "steps from initial to final, a whole number ≥ 1",
    final: "value from step `total` on, ≥ 0",
  },
  example: { options: { initial: 0.1, total: 1000 }, code: "linear({ initial: 0.1, total: 1000 })" },
  at: (options) => {
    const initial = options.rate("initial");
    const final = options.rate("final");
    const total = options.count("total");
    return (t) => straight(initial, final, progress(t, 0, total));
  },
});
