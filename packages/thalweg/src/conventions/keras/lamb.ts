import { lamb as ours } from "../../optimizers/catalogue/lamb.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, ownDecayStages } from "./optimizer.ts";

export interface KerasLambOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside √v̂; 1e-7 unless given. */
  epsilon?: Hyper;
}

/**
 * `keras.optimizers.Lamb`: r = m̂/(√v̂ + ε), w ← w − η‖w‖/‖r‖·r for each parameter. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(3, 4) };
 * new Optimizer(weights, keras.lamb({ learningRate: 0.1, epsilon: 0 })).step({ w: [10, 0.1] });
 * weights.w[0]; // 2.6464466094067265: a tenth of ‖w‖ = 5 along (1, 1)/√2
 */
export const lamb: Convention<KerasLambOptions> = defineConvention<KerasLambOptions>({
  library: "keras",
  name: "lamb",
  original: "keras.optimizers.Lamb",
  formula: "w ← w − ηλw, r = m̂/(√v̂ + ε), w ← w − η‖w‖/‖r‖ · r",
  differences: [
    "m and v are corrected for their start at 0; ours are not unless `biasCorrection` is true, and the rate is divided by 1 − β₁ᵗ unless `rateCorrection` is false",
    "‖w‖ counts in full and ‖r‖ without ε; ours counts at most `normLimit` (10) and divides by ‖r‖ + `trustEpsilon` (1e-6)",
    "`weightDecay` shrinks weights by ηλw before the ratio is taken; in ours λw joins r unless `decoupledWeightDecay` is true",
    "ε is 1e-7; ours is 1e-6",
  ],
  rules: { learningRate: notNegative, beta1: decay, beta2: decay, epsilon: notNegative, ...kerasRules },
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: kerasEpsilon, ...kerasDefaults },
  build: (options) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay } = options;
    const rule = ours({
      learningRate,
      beta1,
      beta2,
      epsilon,
      biasCorrection: true,
      rateCorrection: false,
      normLimit: 0,
      trustEpsilon: 0,
      weightDecay,
      decoupledWeightDecay: true,
    });
    return ownDecayStages("lamb", options, [rule]);
  },
});
