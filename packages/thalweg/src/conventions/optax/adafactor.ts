import { adaFactor as ours } from "../../optimizers/catalogue/ada-factor.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { count, decay, flag, notNegative, notPositive } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdafactorOptions {
  /** η; 1 unless given, when steps are in proportion to the weights alone. */
  learningRate?: Hyper;
  /** The least extent of both axes for factors; 128 unless given. */
  factoredFrom?: number;
  /** κ in β₂ = 1 − t^κ, minus what Optax calls decay_rate; −0.8 unless given. */
  beta2Decay?: Hyper;
  /** Whether steps are multiplied by max(1e-3, RMS(w)); true unless given. */
  scaleParameter?: boolean;
  /** d; 1 unless given, 0 for none. */
  clippingThreshold?: Hyper;
  /** β₁ of an average of steps; 0, and none, unless given. */
  beta1?: Hyper;
  /** λ, which no rate multiplies; 0 unless given. */
  weightDecay?: Hyper;
  /** ε₁, added to squares; 1e-30 unless given. */
  epsilon1?: Hyper;
  /** Whether matrices keep factors; true unless given. */
  factored?: boolean;
}

/**
 * `optax.adafactor`: V = r·c/mean(r) of row and column means of g² + ε₁, U = g/√V, shortened to RMS d,
 * w ← w − η max(1e-3, RMS(w))·U − λw. Memory far below 1× for large matrices, 1× for all else.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adafactor({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.5
 */
export const adafactor: Convention<OptaxAdafactorOptions> = defineConvention<OptaxAdafactorOptions>({
  library: "optax",
  name: "adafactor",
  original: "optax.adafactor",
  formula: "V = r·c/mean(r), U = g/√V, w ← w − η max(1e-3, RMS(w))·U/max(1, RMS(U)/d) − λw",
  differences: [
    "The rate is η; ours is min(η, 1/√t) unless `relativeStep` is false",
    "Squares are kept whole where an axis is shorter than 128, and the two largest axes are factored; ours factors the last two of any extent",
    "The decay is λw whatever the rate; ours α·λw",
  ],
  rules: {
    learningRate: notNegative,
    factoredFrom: count,
    beta2Decay: notPositive,
    scaleParameter: flag,
    clippingThreshold: notNegative,
    beta1: decay,
    weightDecay: notNegative,
    epsilon1: notNegative,
    factored: flag,
  },
  defaults: {
    learningRate: 1,
    factoredFrom: 128,
    beta2Decay: -0.8,
    scaleParameter: true,
    clippingThreshold: 1,
    beta1: 0,
    weightDecay: 0,
    epsilon1: 1e-30,
    factored: true,
  },
  build: (options) => [
    ours({
      ...options,
      relativeStep: false,
      factoredAxes: "largest",
      decayForm: "plain",
    }),
  ],
});
