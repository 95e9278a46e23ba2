import { decay, flag, notNegative, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdamScaling {
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. Keeps derivatives of the step itself finite. */
  epsilonRoot?: Hyper;
  /** Whether m̂ and v̂ undo the start at 0; true unless given. */
  biasCorrection?: boolean;
  /** Whether ε is added to the root before its correction instead of after it (Keras); false unless given. */
  epsilonBeforeCorrection?: boolean;
}

export interface AdamOptions extends AdamScaling {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
}

export const adamRules = {
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  epsilonRoot: notNegative,
  biasCorrection: flag,
  epsilonBeforeCorrection: flag,
};
export const adamDefaults = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  epsilonRoot: 0,
  biasCorrection: true,
  epsilonBeforeCorrection: false,
};

/**
 * Adam's scaling: m ← β₁m + (1 − β₁)u, v ← β₂v + (1 − β₂)u², u ← m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ),
 * v̂ = v/(1 − β₂ᵗ). Kingma & Ba 2015, arXiv:1412.6980. Memory 2×.
 *
 * @example
 * const adamOfOnesOwn = chain(scaleByAdam({ beta2: 0.99 }), scaleByLearningRate(1e-3));
 */
export const scaleByAdam = (options: AdamScaling = {}): Transform =>
  adamStage(readOptions("scaleByAdam", options, adamRules, adamDefaults));

/** The stage of options that were checked already. */
export const adamStage = ({ biasCorrection, epsilonBeforeCorrection, ...config }: Required<AdamScaling>): Transform =>
  transform({
    name: "scaleByAdam",
    config: { ...config, biasCorrection, epsilonBeforeCorrection },
    rules: adamRules,
    slots: { m: zeroed, v: zeroed },
    // Products of β: 1 − βᵗ also when β is a schedule.
    counters: { mDecay: 1, vDecay: 1 },
    knobs: ({ beta1, beta2, counters }) => {
      counters.mDecay *= beta1;
      counters.vDecay *= beta2;
      const vScale = biasCorrection ? 1 / (1 - counters.vDecay) : 1;
      return {
        mGain: 1 - beta1,
        vGain: 1 - beta2,
        mScale: biasCorrection ? 1 / (1 - counters.mDecay) : 1,
        vScale,
        epsilonScale: epsilonBeforeCorrection ? Math.sqrt(vScale) : 1,
      };
    },
    update: (context) => {
      const { update, beta1, beta2, epsilon, epsilonRoot, mGain, vGain, mScale, vScale, epsilonScale } = context;
      const m = context.m.mul(beta1).add(update.mul(mGain));
      const v = context.v.mul(beta2).add(update.square().mul(vGain));
      const root = v.mul(vScale).add(epsilonRoot).sqrt();
      return { update: m.mul(mScale).div(root.add(epsilon.mul(epsilonScale))), m, v };
    },
  });

/**
 * Adam: w ← w − η m̂/(√v̂ + ε), with m̂ and v̂ the bias-corrected averages of g and g²: steps of about η
 * whatever the gradient's size. Kingma & Ba 2015, arXiv:1412.6980. Memory 2×. It can generalize worse
 * than gradient descent with momentum. With ε = 0 a weight whose gradient is exactly 0 becomes NaN.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adam({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99000000001
 */
export const adam: Recipe<AdamOptions> = defineRecipe<AdamOptions>({
  name: "adam",
  command: "adam",
  summary: "Momentum divided by the gradient's recent size",
  formula: "m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η m̂/(√v̂ + ε)",
  source: "Kingma & Ba 2015, arXiv:1412.6980",
  memory: "2×",
  whenToUse: "The first choice for most networks",
  knownIssue: "It can generalize worse than gradient descent with momentum",
  rules: { learningRate: notNegative, ...adamRules },
  defaults: { learningRate: 1e-3, ...adamDefaults },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, ...scaling }) => [adamStage(scaling), rateStage(learningRate)],
});
