import { adaBelief as ours } from "../../optimizers/catalogue/ada-belief.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdabeliefOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-16 unless given. */
  epsilon?: Hyper;
  /** ε that each step adds to s; 1e-16 unless given. */
  epsilonRoot?: Hyper;
  /** Whether m̂ looks one step ahead; false unless given. */
  nesterov?: boolean;
}

/**
 * `optax.adabelief`: s ← β₂s + (1 − β₂)(g − m)² + ε̄, w ← w − η m̂/(√ŝ + ε). Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adabelief({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.888889
 */
export const adabelief: Convention<OptaxAdabeliefOptions> = defineConvention<OptaxAdabeliefOptions>({
  library: "optax",
  name: "adabelief",
  original: "optax.adabelief",
  formula: "s ← β₂s + (1 − β₂)(g − m)² + ε̄, w ← w − η m̂/(√ŝ + ε)",
  differences: ['m is divided by 1 − β₁ᵗ; ours leaves it unless `biasCorrection` is "both"'],
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
    epsilon: 1e-16,
    epsilonRoot: 1e-16,
    nesterov: false,
  },
  build: (options) => [ours({ ...options, biasCorrection: "both" })],
});
