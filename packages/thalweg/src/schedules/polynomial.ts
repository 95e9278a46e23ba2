import { progress } from "./progress.ts";
import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

export interface PolynomialOptions {
  /** Value at step 0. */
  initial: number;
  /** Value from step `total` on; 0 unless given. */
  final?: number;
  /** Steps from initial to final. */
  total: number;
  /** 1 (a line) unless given. */
  power?: number;
  /** Whether to go on with a cycle twice, thrice … as long, starting again above final; false unless given. */
  cycle?: boolean;
}

/**
 * Polynomial decay: η(t) = final + (initial − final)(1 − t/T)^p, final after T.
 *
 * With `cycle`, T is the first multiple of `total` that is not before t. Chen et al. 2017, arXiv:1706.05587
 * ("poly"); Keras and Optax.
 *
 * @example
 * const rate = polynomial({ initial: 0.1, total: 40, power: 2 });
 * rate(20); // 0.025
 */
export const polynomial = (options: PolynomialOptions): Schedule => polynomialShape.create(options);

export const polynomialShape = defineShape({
  kind: "polynomial",
  summary: "Polynomial decay",
  formula: "final + (initial − final)(1 − t/total)^power",
  source: "Chen et al. 2017, arXiv:1706.05587",
  required: ["initial", "total"],
  defaults: { final: 0, power: 1, cycle: false },
  says: {
    initial: "value at step 0, ≥ 0",
    total: "steps from initial to final, a whole number ≥ 1",
    final: "value from step `total` on, ≥ 0",
    power: "exponent, > 0; 1 is a line",
    cycle: "whether another, longer cycle follows",
  },
  example: {
    options: { initial: 0.1, total: 1000, power: 2 },
    code: "polynomial({ initial: 0.1, total: 1000, power: 2 })",
  },
  at: (options) => {
    const initial = options.rate("initial");
    const final = options.rate("final");
    const total = options.count("total");
    const power = options.positive("power");
    const cycle = options.flag("cycle");
    return (t) => {
      const end = cycle ? total * Math.max(1, Math.ceil(t / total)) : total;
      return final + (initial - final) * (1 - progress(t, 0, end)) ** power;
    };
  },
});
