import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface ExponentialOptions {
  /** Value at step 0. */
  initial: number;
  /** What the value is multiplied by over `every` steps; above 1 it grows. */
  decay: number;
  /** Steps that one `decay` takes; 1 unless given. */
  every?: number;
  /** The value never falls below this; 0 unless given. */
  floor?: number;
}

/**
 * Exponential decay, a little at every step: η(t) = max(floor, η₀·d^(t/k)). Keras ExponentialDecay,
 * Optax exponential_decay; d > 1 is the sweep of Smith 2017 (arXiv:1506.01186) that finds a rate.
 *
 * @example
 * const rate = exponential({ initial: 0.1, decay: 0.5, every: 10 });
 * rate(20); // 0.025
 */
export const exponential = (options: ExponentialOptions): Schedule => exponentialShape.create(options);

export const exponentialShape = defineShape({
  kind: "exponential",
  summary: "Exponential decay, a little at every step",
  formula: "max(floor, initial · decay^(t/every))",
  source: "Keras ExponentialDecay, Optax exponential_decay",
  required: ["initial", "decay"],
  defaults: { every: 1, floor: 0 },
  says: {
    initial: "value at step 0, ≥ 0",
    decay: "what the value is multiplied by over `every` steps, > 0",
    every: "steps that one decay takes, a whole number ≥ 1",
    floor: "lowest value, ≥ 0",
  },
  example: {
    options: { initial: 0.1, decay: 0.5, every: 100 },
    code: "exponential({ initial: 0.1, decay: 0.5, every: 100 })",
  },
  at: (options) => {
    const initial = options.rate("initial");
    const decay = options.positive("decay");
    const every = options.count("every");
    const floor = options.rate("floor");
    return (t) => Math.max(floor, initial * decay ** (t / every));
  },
});
