import { prodigy as ours } from "../../optimizers/catalogue/prodigy.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, fixedPositive, notNegative, orNull } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxProdigyOptions {
  /** η; 1 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** β₃; null, and √β₂ then, unless given. */
  beta3?: number | null;
  /** ε beside the root, in units of d; 1e-8 unless given. */
  epsilon?: Hyper;
  /** The first d; 1e-6 unless given. */
  d0?: number;
  /** What estimates of d are multiplied by; 1 unless given. */
  dCoefficient?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.contrib.prodigy`: Prodigy with the rate γ = ηd√(1 − β₂ᵗ)/(1 − β₁ᵗ). Memory 4×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.prodigy({ d0: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const prodigy: Convention<OptaxProdigyOptions> = defineConvention<OptaxProdigyOptions>({
  library: "optax",
  name: "prodigy",
  original: "optax.contrib.prodigy",
  formula: "γ = ηd√(1 − β₂ᵗ)/(1 − β₁ᵗ), d ← max(d, r/‖s‖₁), w ← w − γ(m/(√v + dε) + λw)",
  differences: ["The rate is multiplied by √(1 − β₂ᵗ)/(1 − β₁ᵗ); ours is not unless `biasCorrection` is given"],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    beta3: orNull(decay, "√β₂"),
    epsilon: notNegative,
    d0: fixedPositive,
    dCoefficient: notNegative,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1,
    beta1: 0.9,
    beta2: 0.999,
    beta3: null,
    epsilon: 1e-8,
    d0: 1e-6,
    dCoefficient: 1,
    weightDecay: 0,
  },
  build: (options) => [ours({ ...options, biasCorrection: true })],
});
