import type { Hyper } from "../../optimizers/index.ts";
import { scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamDirection } from "./adam-direction.ts";

export interface OptaxAdamOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** Whether m̂ looks one step ahead; false unless given. */
  nesterov?: boolean;
}

/**
 * `optax.adam`: w ← w − η m̂/(√(v̂ + ε̄) + ε). Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adam({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const adam: Convention<OptaxAdamOptions> = defineConvention<OptaxAdamOptions>({
  library: "optax",
  name: "adam",
  original: "optax.adam",
  formula: "w ← w − η m̂/(√(v̂ + ε̄) + ε); with nesterov m̂ = β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ)",
  differences: [
    "`nesterov` puts β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ) in the place of m̂; ours is `nAdam`, whose momentum rises unless told otherwise",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    nesterov: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 0,
    nesterov: false,
  },
  build: ({ learningRate, nesterov, ...moments }) => [
    adamDirection(moments, nesterov),
    scaleByLearningRate(learningRate),
  ],
});
