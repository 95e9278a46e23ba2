import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface StaircaseOptions {
  /** Value at step 0. */
  initial: number;
  /** What the value is multiplied by at the end of each stair. */
  decay: number;
  /** Steps on each stair. */
  every: number;
  /** The value never falls below this; 0 unless given. */
  floor?: number;
}

/**
 * Exponential decay in stairs: η(t) = max(floor, η₀·d^⌊t/k⌋). Keras and Optax with `staircase`.
 *
 * @example
 * const rate = staircase({ initial: 0.1, decay: 0.5, every: 10 });
 * rate(19); // 0.05
 * rate(20); // 0.025
 */
export const staircase = (options: StaircaseOptions): Schedule => staircaseShape.create(options);

export const staircaseShape = defineShape({
  kind: "staircase",
  summary: "Exponential decay in stairs of k steps",
  formula: "max(floor, initial · decay^⌊t/every⌋)",
  source: "Keras ExponentialDecay(staircase=True), Optax exponential_decay(staircase=True)",
  required: ["initial", "decay", "every"],
  defaults: { floor: 0 },
  says: {
    initial: "value at step 0, ≥ 0",
    decay: "what the value is multiplied by after each stair, > 0",
    every: "steps on each stair, a whole number ≥ 1",
    floor: "lowest value, ≥ 0",
  },
  example: {
    options: { initial: 0.1, decay: 0.5, every: 100 },
    code: "staircase({ initial: 0.1, decay: 0.5, every: 100 })",
  },
  at: (options) => {
    const initial = options.rate("initial");
    const decay = options.positive("decay");
    const every = options.count("every");
    const floor = options.rate("floor");
    return (t) => Math.max(floor, initial * decay ** Math.floor(t / every));
  },
});
