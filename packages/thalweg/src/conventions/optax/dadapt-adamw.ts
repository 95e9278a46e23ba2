import { dAdaptAdam as ours } from "../../optimizers/catalogue/d-adapt-adam.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, fixedPositive, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxDadaptAdamwOptions {
  /** η; 1 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** The first d; 1e-6 unless given. */
  d0?: number;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.contrib.dadapt_adamw`: our `dAdaptAdam` with the rate γ = ηd√(1 − β₂ᵗ)/(1 − β₁ᵗ). Memory 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.dadaptAdamw({ d0: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const dadaptAdamw: Convention<OptaxDadaptAdamwOptions> = defineConvention<OptaxDadaptAdamwOptions>({
  library: "optax",
  name: "dadaptAdamw",
  original: "optax.contrib.dadapt_adamw",
  formula: "γ = ηd√(1 − β₂ᵗ)/(1 − β₁ᵗ), d ← max(d, r/((1 − √β₂)‖s‖₁)), w ← w − m/(√v + ε) − γλw, m of γg",
  differences: [
    "The rate is multiplied by √(1 − β₂ᵗ)/(1 − β₁ᵗ); ours, `dAdaptAdam`, is not unless `biasCorrection` is given",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    d0: fixedPositive,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    d0: 1e-6,
    weightDecay: 0,
  },
  build: (options) => [ours({ ...options, biasCorrection: true })],
});
