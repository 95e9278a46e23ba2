import { sm3 as ours } from "../../optimizers/catalogue/sm3.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxSm3Options {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β of an average of steps; 0.9 unless given, 0 for none. */
  momentum?: Hyper;
}

/**
 * `optax.sm3`: ν = min(row, column) + g², m ← βm + (1 − β)g/√(ν + 1e-8), w ← w − ηm. Memory 1× and a number for
 * each row and column.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.sm3({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const sm3: Convention<OptaxSm3Options> = defineConvention<OptaxSm3Options>({
  library: "optax",
  name: "sm3",
  original: "optax.sm3",
  formula: "ν = min(row, column) + g², m ← βm + (1 − β)g/√(ν + 1e-8), w ← w − ηm",
  differences: [
    "1e-8 is added inside the root, √(ν + ε); ours adds nothing",
    "Steps are averaged with β = 0.9; ours with none",
  ],
  rules: {
    learningRate: notNegative,
    momentum: decay,
  },
  defaults: {
    learningRate: 1e-3,
    momentum: 0.9,
  },
  build: (options) => [ours({ ...options, epsilon: 1e-8 })],
});
