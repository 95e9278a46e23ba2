import { amsGrad as ours } from "../../optimizers/catalogue/ams-grad.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAmsgradOptions {
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
 * `optax.amsgrad`: V ← max(V, v̂), w ← w − η m̂/(√(V + ε̄) + ε). Memory 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.amsgrad({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const amsgrad: Convention<OptaxAmsgradOptions> = defineConvention<OptaxAmsgradOptions>({
  library: "optax",
  name: "amsgrad",
  original: "optax.amsgrad",
  formula: "V ← max(V, v/(1 − β₂ᵗ)), w ← w − η m̂/(√(V + ε̄) + ε)",
  differences: [
    "The maximum is of v̂ = v/(1 − β₂ᵗ), and stays at its first large values; ours is of v, corrected afterwards",
  ],
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
  build: (options) => [ours({ ...options, maximumOf: "corrected" })],
});
