import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface StepOptions {
  /** Value at step 0. */
  initial: number;
  /** What it is multiplied by every time; 0.1 unless given. */
  factor?: number;
  /** Steps between two multiplications. */
  every: number;
}

/**
 * Multiplied by a factor every k steps: η(t) = η₀·f^⌊t/k⌋. He et al. 2016, arXiv:1512.03385 (×0.1).
 *
 * @example
 * const rate = step({ initial: 0.1, every: 30 });
 * rate(29); // 0.1
 * rate(30); // 0.01
 */
export const step = (options: StepOptions): Schedule => stepShape.create(options);

export const stepShape = defineShape({
  kind: "step",
  summary: "Multiplied by a factor every k steps",
  formula: "initial · factor^⌊t/every⌋",
  source: "He et al. 2016, arXiv:1512.03385",
  required: ["initial", "every"],
  defaults: { factor: 0.1 },
  says: {
    initial: "value at step 0, ≥ 0",
    every: "steps between two multiplications, a whole number ≥ 1",
    factor: "what the value is multiplied by, > 0",
  },
  example: { options: { initial: 0.1, every: 300 }, code: "step({ initial: 0.1, every: 300 })" },
  at: (options) => {
    const initial = options.rate("initial");
    const factor = options.positive("factor");
    const every = options.count("every");
    return (t) => initial * factor ** Math.floor(t / every);
  },
});
