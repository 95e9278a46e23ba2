import type { Hyper } from "../../optimizers/index.ts";
import { scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamDirection } from "./adam-direction.ts";

export interface OptaxNadamOptions {
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
}

/**
 * `optax.nadam`: `optax.adam` with `nesterov`, β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ) in the place of m̂. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.nadam({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.852632
 */
export const nadam: Convention<OptaxNadamOptions> = defineConvention<OptaxNadamOptions>({
  library: "optax",
  name: "nadam",
  original: "optax.nadam",
  formula: "w ← w − η(β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ))/(√(v̂ + ε̄) + ε)",
  differences: ["Momentum is β₁ from the start; ours rises, μₜ = β₁(1 − ½·0.96^(tψ))", "The rate is 1e-3; ours 2e-3"],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 0,
  },
  build: ({ learningRate, ...moments }) => [adamDirection(moments, true), scaleByLearningRate(learningRate)],
});
