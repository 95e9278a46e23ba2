import { adaMax } from "../../optimizers/catalogue/ada-max.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasAdamaxOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside u; 1e-7 unless given. */
  epsilon?: Hyper;
}

/**
 * `keras.optimizers.Adamax`: u ← max(β₂u, |g|), w ← w − η m/((1 − β₁ᵗ)(u + ε)). Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.adamax({ learningRate: 0.01, epsilon: 10 })).step({ w: [10] });
 * weights.w[0]; // 4.995
 */
export const adamax: Convention<KerasAdamaxOptions> = defineConvention<KerasAdamaxOptions>({
  library: "keras",
  name: "adamax",
  original: "keras.optimizers.Adamax",
  formula: "w ← w − ηλw, u ← max(β₂u, |g|), w ← w − η m/((1 − β₁ᵗ)(u + ε))",
  differences: ["η is 1e-3 and ε 1e-7; ours are 2e-3 and 1e-8"],
  rules: { learningRate: notNegative, beta1: decay, beta2: decay, epsilon: notNegative, ...kerasRules },
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: kerasEpsilon, ...kerasDefaults },
  build: (options) => {
    const { learningRate, beta1, beta2, epsilon } = options;
    return kerasStages("adamax", options, [adaMax({ learningRate, beta1, beta2, epsilon })]);
  },
});
