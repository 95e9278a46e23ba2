import { nAdam } from "../../optimizers/catalogue/n-adam.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasNadamOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside √v̂; 1e-7 unless given. */
  epsilon?: Hyper;
}

/**
 * `keras.optimizers.Nadam`: w ← w − η((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε), μₜ = β₁(1 − ½·0.96ᵗ).
 * Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.nadam({ learningRate: 0.01, epsilon: 0 })).step({ w: [10] });
 * weights.w[0]; // 4.989372121967
 */
export const nadam: Convention<KerasNadamOptions> = defineConvention<KerasNadamOptions>({
  library: "keras",
  name: "nadam",
  original: "keras.optimizers.Nadam",
  formula: "w ← w − ηλw, w ← w − η((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε), μₜ = β₁(1 − ½·0.96ᵗ)",
  differences: [
    "Momentum rises with 0.96ᵗ, over about a hundred updates; ours with 0.96^(0.004·t) unless `momentumDecay` is 1",
    "η is 1e-3 and ε 1e-7; ours are 2e-3 and 1e-8",
  ],
  rules: { learningRate: notNegative, beta1: decay, beta2: decay, epsilon: notNegative, ...kerasRules },
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: kerasEpsilon, ...kerasDefaults },
  build: (options) => {
    const { learningRate, beta1, beta2, epsilon } = options;
    return kerasStages("nadam", options, [nAdam({ learningRate, beta1, beta2, epsilon, momentumDecay: 1 })]);
  },
});
