import { amsGrad as ours } from "../../optimizers/catalogue/ams-grad.ts";
import { type Hyper, type Transform, transform } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
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
  /** Whether m is divided by 1 − β₁ᵗ, Optax's `bias_correction_mu`; true unless given. */
  biasCorrectionM?: boolean;
  /** Whether v is divided by 1 − β₂ᵗ before the maximum, Optax's `bias_correction_nu`; true unless given. */
  biasCorrectionV?: boolean;
}

/** u ← u·(1 − β₁ᵗ), which puts m in the place of m̂, or the other way round. */
const changeCorrection = (beta1: Hyper, toCorrected: boolean): Transform =>
  transform({
    name: "changeCorrection",
    config: { beta1, toCorrected },
    rules: { beta1: decay },
    counters: { mDecay: 1 },
    knobs: ({ beta1, counters }) => {
      counters.mDecay *= beta1;
      const kept = 1 - counters.mDecay;
      return { factor: toCorrected ? 1 / kept : kept };
    },
    update: ({ update, factor }) => ({ update: update.mul(factor) }),
  });

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
    "m and v are corrected each by an option of its own; ours both or neither, by `biasCorrection`",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    biasCorrectionM: flag,
    biasCorrectionV: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 0,
    biasCorrectionM: true,
    biasCorrectionV: true,
  },
  build: ({ biasCorrectionM, biasCorrectionV, ...options }) => [
    ours({ ...options, maximumOf: "corrected", biasCorrection: biasCorrectionV }),
    ...(biasCorrectionM === biasCorrectionV ? [] : [changeCorrection(options.beta1, biasCorrectionM)]),
  ],
});
