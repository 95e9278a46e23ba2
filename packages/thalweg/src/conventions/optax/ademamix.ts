import { adEMAMix as ours } from "../../optimizers/catalogue/ad-ema-mix.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, finite, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdemamixOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁ of the fast average; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** β₃ of the slow average; 0.9999 unless given. */
  beta3?: Hyper;
  /** α, the slow average's weight; 5 unless given. */
  alpha?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.contrib.ademamix`: w ← w − η((m̂₁ + αm₂)/(√(v̂ + ε̄) + ε) + λw). Memory 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.ademamix({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.89995
 */
export const ademamix: Convention<OptaxAdemamixOptions> = defineConvention<OptaxAdemamixOptions>({
  library: "optax",
  name: "ademamix",
  original: "optax.contrib.ademamix",
  formula: "w ← w − η((m̂₁ + αm₂)/(√(v̂ + ε̄) + ε) + λw)",
  differences: [
    "m₂ is left as it is; ours is divided by 1 − β₁ᵗ, too",
    "The decay stands apart, w ← w − ηλw; ours adds λw to the gradient unless `decoupledWeightDecay` is given",
    "α and β₃ rise by schedules of their own; ours by `warmupSteps`, too",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    beta3: decay,
    alpha: finite,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    beta3: 0.9999,
    alpha: 5,
    epsilon: 1e-8,
    epsilonRoot: 0,
    weightDecay: 0,
  },
  build: (options) => [ours({ ...options, slowCorrection: false, decoupledWeightDecay: true })],
});
