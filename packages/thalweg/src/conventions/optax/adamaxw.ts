import { addDecayedWeights, type Hyper, scaleByAdaMax, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdamaxwOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε inside the maximum; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ; 1e-4 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.adamaxw`: u ← max(β₂u, |g| + ε), w ← w − η(m̂/u + λw). Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adamaxw({ learningRate: 0.1, weightDecay: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.895
 */
export const adamaxw: Convention<OptaxAdamaxwOptions> = defineConvention<OptaxAdamaxwOptions>({
  library: "optax",
  name: "adamaxw",
  original: "optax.adamaxw",
  formula: "u ← max(β₂u, |g| + ε), w ← w − η(m̂/u + λw)",
  differences: [
    "ε enters the maximum, max(β₂u, |g| + ε); our `adaMax` adds it to u in the divisor",
    "`weightDecay` is decoupled, ηλw; ours has none and leaves it to `addDecayedWeights`",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 1e-4,
  },
  build: ({ learningRate, weightDecay, ...moments }) => [
    scaleByAdaMax({ ...moments, epsilonInsideMaximum: true }),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
    scaleByLearningRate(learningRate),
  ],
});
