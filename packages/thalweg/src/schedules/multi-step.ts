import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface MultiStepOptions {
  /** Value at step 0. */
  initial: number;
  /** Steps at which the value is multiplied, increasing. */
  milestones: readonly number[];
  /** What it is multiplied by at each milestone; 0.1 unless given. */
  factor?: number;
}

/**
 * Multiplied by a factor at given steps: η(t) = η₀·f^(milestones ≤ t). He et al. 2016, arXiv:1512.03385.
 *
 * @example
 * const rate = multiStep({ initial: 0.1, milestones: [100, 150] });
 * rate(99); // 0.1
 * rate(150); // 0.001
 */
export const multiStep = (options: MultiStepOptions): Schedule => multiStepShape.create(options);

export const multiStepShape = defineShape({
  kind: "multiStep",
  summary: "Multiplied by a factor at given steps",
  formula: "initial · factor^(number of milestones ≤ t)",
  source: "He et al. 2016, arXiv:1512.03385",
  required: ["initial", "milestones"],
  defaults: { factor: 0.1 },
  says: {
    initial: "value at step 0, ≥ 0",
    milestones: "steps at which the value is multiplied, increasing whole numbers ≥ 1",
    factor: "what it is multiplied by, > 0",
  },
  forms: { milestones: "numbers" },
  example: {
    options: { initial: 0.1, milestones: [500, 750] },
    code: "multiStep({ initial: 0.1, milestones: [500, 750] })",
  },
  at: (options) => {
    const initial = options.rate("initial");
    const factor = options.positive("factor");
    const milestones = options.counts("milestones");
    return (t) => initial * factor ** milestones.filter((milestone) => milestone <= t).length;
  },
});
