import { clipByBlockRms, type Hyper, type Transform, transform } from "../../optimizers/index.ts";
import { notNegative, notPositive, positive } from "../../optimizers/options.ts";
import { factoredRmsDefaults, factoredRmsStage } from "../../optimizers/stages/scale-by-factored-rms.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasAdafactorOptions extends KerasOptions {
  /** The most that the relative step can be; 1e-3 unless given. */
  learningRate?: Hyper;
  /** κ ≤ 0 in β₂ = 1 − t^κ; −0.8 unless given. */
  beta2Decay?: Hyper;
  /** ε₁, added to g²; 1e-30 unless given. */
  epsilon1?: Hyper;
  /** ε₂, the least size of a parameter that counts; 1e-3 unless given. */
  epsilon2?: Hyper;
  /** d, the most that RMS(U) can be; 1 unless given. */
  clippingThreshold?: Hyper;
}

/** u ← −max(ε₂, RMS(w))·min(η, 1/√t)·u, w as ηλw leaves it. */
const relativeStep = ({
  learningRate,
  epsilon2,
  weightDecay,
}: Pick<Required<KerasAdafactorOptions>, "learningRate" | "epsilon2" | "weightDecay">): Transform =>
  transform({
    name: "takeRelativeStep",
    config: { learningRate, epsilon2, weightDecay },
    rules: { learningRate: notNegative, epsilon2: notNegative, weightDecay: notNegative },
    scope: "tensor",
    knobs: ({ step, learningRate, weightDecay }) => ({
      rho: Math.min(learningRate, 1 / Math.sqrt(step)),
      left: Math.abs(1 - learningRate * weightDecay),
    }),
    update: ({ update, parameter, epsilon2, rho, left }) => {
      const size = parameter.square().mean().sqrt().mul(left);
      return { update: update.mul(size.maximum(epsilon2).mul(rho).neg()) };
    },
  });

/**
 * `keras.optimizers.Adafactor`: U = g/√V, V of row and column means of g² for matrices, w ← w − α·U/max(1, RMS(U)/d),
 * α = max(ε₂, RMS(w))·min(η, 1/√t). Memory 0–1×.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(3, 3, 3, 3), shape: [2, 2] } };
 * new Optimizer(weights, keras.adafactor({ learningRate: 0.01 })).step({ w: [1, 1, 1, 1] });
 * weights.w.data[0]; // 2.97: a hundredth of the weights' RMS
 */
export const adafactor: Convention<KerasAdafactorOptions> = defineConvention<KerasAdafactorOptions>({
  library: "keras",
  name: "adafactor",
  original: "keras.optimizers.Adafactor",
  formula: "w ← w − ηλw, w ← w − max(ε₂, RMS(w))·min(η, 1/√t) · U/max(1, RMS(U)/d), U = g/√V",
  differences: [
    "The step is always relative, min(η, 1/√t): Keras's `relative_step` changes nothing, because the rule takes that minimum a second time",
    "`weightDecay` shrinks weights by ηλw before their RMS is taken; ours by αλw, α of the weights as they are, unless `decayForm` says otherwise",
    "η is 1e-3; ours is 0.01",
  ],
  rules: {
    learningRate: notNegative,
    beta2Decay: notPositive,
    epsilon1: notNegative,
    epsilon2: notNegative,
    clippingThreshold: positive,
    ...kerasRules,
  },
  defaults: {
    learningRate: 1e-3,
    beta2Decay: -0.8,
    epsilon1: 1e-30,
    epsilon2: 1e-3,
    clippingThreshold: 1,
    ...kerasDefaults,
  },
  build: (options) => {
    const { beta2Decay, epsilon1, clippingThreshold } = options;
    return kerasStages("adafactor", options, [
      factoredRmsStage({ ...factoredRmsDefaults, beta2Decay, epsilon1 }),
      clipByBlockRms(clippingThreshold),
      relativeStep(options),
    ]);
  },
});
