import { addDecayedWeights, type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamDirection } from "./adam-direction.ts";

export interface OptaxNadamwOptions {
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
  /** λ; 1e-4 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.nadamw`: `optax.adamw` with `nesterov`, β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ) in the place of m̂. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.nadamw({ learningRate: 0.1, weightDecay: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.847632
 */
export const nadamw: Convention<OptaxNadamwOptions> = defineConvention<OptaxNadamwOptions>({
  library: "optax",
  name: "nadamw",
  original: "optax.nadamw",
  formula: "w ← w − η((β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ))/(√(v̂ + ε̄) + ε) + λw)",
  differences: [
    "Momentum is β₁ from the start; that of our `nAdam` rises, μₜ = β₁(1 − ½·0.96^(tψ))",
    "`weightDecay` is decoupled, ηλw; ours has none and leaves it to `addDecayedWeights`",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 0,
    weightDecay: 1e-4,
  },
  build: ({ learningRate, weightDecay, ...moments }) => [
    adamDirection(moments, true),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
    scaleByLearningRate(learningRate),
  ],
});
