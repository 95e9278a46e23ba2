import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface InverseTimeOptions {
  /** Value at step 0. */
  initial: number;
  /** k: after `every`/k steps the value is halved. */
  decay: number;
  /** Steps that time is counted in; 1 unless given. */
  every?: number;
  /** Whether whole multiples of `every` alone count; false unless given. */
  staircase?: boolean;
}

/**
 * Decay with the inverse of time: η(t) = η₀/(1 + k·t/every). Robbins & Monro 1951; Keras InverseTimeDecay.
 *
 * @example
 * const rate = inverseTime({ initial: 0.1, decay: 0.01 });
 * rate(100); // 0.05
 */
export const inverseTime = (options: InverseTimeOptions): Schedule => inverseTimeShape.create(options);

export const inverseTimeShape = defineShape({
  kind: "inverseTime",
  summary: "Decay with the inverse of time",
  formula: "initial / (1 + decay · t/every)",
  source: "Robbins & Monro 1951, “A Stochastic Approximation Method”",
  required: ["initial", "decay"],
  defaults: { every: 1, staircase: false },
  says: {
    initial: "value at step 0, ≥ 0",
    decay: "after every/decay steps the value is halved, ≥ 0",
    every: "steps that time is counted in, a whole number ≥ 1",
    staircase: "whether only whole multiples of `every` count",
  },
  example: {
    options: { initial: 0.1, decay: 1, every: 100 },
    code: "inverseTime({ initial: 0.1, decay: 1, every: 100 })",
  },
  at: (options) => {
    const initial = options.rate("initial");
    const decay = options.rate("decay");
    const every = options.count("every");
    const stairs = options.flag("staircase");
    return (t) => initial / (1 + decay * (stairs ? Math.floor(t / every) : t / every));
  },
});
