import type { Schedule } from "./schedule.ts";
import { defineShape } from "./shape.ts";

/**
 * The same value at every step: η(t) = η₀.
 *
 * @example
 * constant(1e-3)(500); // 0.001
 */
export const constant = (value: number): Schedule => constantShape.create({ value });

export const constantShape = defineShape({
  kind: "constant",
  summary: "The same value at every step",
  formula: "value",
  source: "Cauchy 1847, the method of steepest descent",
  required: ["value"],
  defaults: {},
  says: {
    value: "the value, ≥ 0",
  },
  example: { options: { value: 1e-3 }, code: "constant(1e-3)" },
  at: (options) => {
    const value = options.rate("value");
    return () => value;
  },
});
