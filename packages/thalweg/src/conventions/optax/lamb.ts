import { lamb as ours } from "../../optimizers/catalogue/lamb.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxLambOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-6 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.lamb`: r = m̂/(√(v̂ + ε̄) + ε) + λw, w ← w − η‖w‖/‖r‖·r for each parameter. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.lamb({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.5
 */
export const lamb: Convention<OptaxLambOptions> = defineConvention<OptaxLambOptions>({
  library: "optax",
  name: "lamb",
  original: "optax.lamb",
  formula: "r = m̂/(√(v̂ + ε̄) + ε) + λw, w ← w − η‖w‖/‖r‖·r",
  differences: [
    "m and v are corrected, m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ); ours corrects the rate alone, η/(1 − β₁ᵗ)",
    "The ratio is ‖w‖/‖r‖; ours is min(‖w‖, 10)/(‖r‖ + 1e-6)",
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
    epsilon: 1e-6,
    epsilonRoot: 0,
    weightDecay: 0,
  },
  build: (options) => [
    ours({ ...options, biasCorrection: true, rateCorrection: false, normLimit: 0, trustEpsilon: 0 }),
  ],
});
