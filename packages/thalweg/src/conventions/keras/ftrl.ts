import { ftrlRules, ftrlStage } from "../../optimizers/catalogue/ftrl.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasRules, ownDecayStages } from "./optimizer.ts";

export interface KerasFtrlOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** p ≤ 0 of n^(−p); −0.5 unless given. */
  learningRatePower?: number;
  /** What n starts with; 0.1 unless given. */
  initialAccumulator?: number;
  /** λ₁ of λ₁‖w‖₁; 0 unless given. */
  l1?: Hyper;
  /** λ₂ of λ₂‖w‖², which steadies the step; 0 unless given. */
  l2?: Hyper;
  /** λ of a penalty λ‖w‖² added to the loss; 0 unless given. */
  l2Shrinkage?: Hyper;
  /** β of the rate η/(β + √n); 0 unless given. */
  beta?: Hyper;
}

const { center: _, ...rules } = ftrlRules;

/**
 * `keras.optimizers.Ftrl`: z ← z + g − (√n − √n_old)/η · w, w ← (clip(z, ±λ₁) − z)/((β + √n)/η + 2λ₂). Memory 2×.
 * With z = 0 at the start, the first update pulls weights towards 0.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.ftrl({ learningRate: 0.1, initialAccumulator: 25 })).step({ w: [Math.sqrt(75)] });
 * weights.w[0]; // 2.413397459621556: √n went from 5 to 10, so half of the 5 is left, and ηg/√n is taken
 */
export const ftrl: Convention<KerasFtrlOptions> = defineConvention<KerasFtrlOptions>({
  library: "keras",
  name: "ftrl",
  original: "keras.optimizers.Ftrl",
  formula: "w ← w − ηλw, n ← n + g², z ← z + g − (√n − √n_old)/η · w, w ← (clip(z, ±λ₁) − z)/((β + √n)/η + 2λ₂)",
  differences: [
    'z starts at 0 and σ = (√n − √n_old)/η takes one rate for both roots, so the first update, and every fall of the rate, pulls weights towards 0; ours is √n/η − √n_old/η_old, which holds them, unless `center` is "origin"',
  ],
  rules: { ...rules, ...kerasRules },
  defaults: {
    learningRate: 1e-3,
    learningRatePower: -0.5,
    initialAccumulator: 0.1,
    l1: 0,
    l2: 0,
    l2Shrinkage: 0,
    beta: 0,
    ...kerasDefaults,
  },
  build: (options) => {
    const { learningRate, learningRatePower, initialAccumulator, l1, l2, l2Shrinkage, beta, weightDecay } = options;
    const own = { learningRate, learningRatePower, initialAccumulator, l1, l2, l2Shrinkage, beta };
    return ownDecayStages("ftrl", options, [ftrlStage({ ...own, weightDecay, center: "origin" })]);
  },
});
