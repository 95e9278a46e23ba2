import type { Hyper } from "../../optimizers/index.ts";
import { addDecayedWeights, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamDirection } from "./adam-direction.ts";

export interface OptaxAdamwOptions {
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
  /** Whether m̂ looks one step ahead; false unless given. */
  nesterov?: boolean;
}

/**
 * `optax.adamw`: w ← w − η(m̂/(√(v̂ + ε̄) + ε) + λw). Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adamw({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.89995
 */
export const adamw: Convention<OptaxAdamwOptions> = defineConvention<OptaxAdamwOptions>({
  library: "optax",
  name: "adamw",
  original: "optax.adamw",
  formula: "w ← w − η(m̂/(√(v̂ + ε̄) + ε) + λw)",
  differences: ["λ is 1e-4; ours 0.01", "`nesterov` puts β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ) in the place of m̂"],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    weightDecay: notNegative,
    nesterov: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 0,
    weightDecay: 1e-4,
    nesterov: false,
  },
  build: ({ learningRate, weightDecay, nesterov, ...moments }) => [
    adamDirection(moments, nesterov),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
    scaleByLearningRate(learningRate),
  ],
});
