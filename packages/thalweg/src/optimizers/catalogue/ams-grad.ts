import { flag, notNegative, oneOf, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";
import { type AdamScaling, adamDefaults, adamRules } from "./adam.ts";

/** What is kept at its largest: v, corrected afterwards (the paper, PyTorch, Keras), or v̂ (Optax). */
export type AmsGradMaximum = (typeof maxima)[number];
const maxima = ["v", "corrected"] as const;

export interface AmsGradScaling extends AdamScaling {
  /** "v" unless given; see AmsGradMaximum. */
  maximumOf?: AmsGradMaximum;
  /** Whether ε is added to the root before its correction instead of after it; false unless given. */
  epsilonBeforeCorrection?: boolean;
}

export interface AmsGradOptions extends AmsGradScaling {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
}

const scalingRules = { ...adamRules, maximumOf: oneOf(maxima), epsilonBeforeCorrection: flag };
const scalingDefaults = { ...adamDefaults, maximumOf: "v" as const, epsilonBeforeCorrection: false };

/**
 * AMSGrad's scaling: Adam's m and v, V ← max(V, v), u ← m̂/(√V̂ + ε) with V̂ = V/(1 − β₂ᵗ).
 * Reddi, Kale & Kumar 2018, arXiv:1904.09237. Memory 3×.
 *
 * @example
 * const bounded = chain(scaleByAmsGrad(), addDecayedWeights(0.01), scaleByLearningRate(1e-3));
 */
export const scaleByAmsGrad = (options: AmsGradScaling = {}): Transform =>
  amsGradStage(readOptions("scaleByAmsGrad", options, scalingRules, scalingDefaults));

const amsGradStage = ({
  biasCorrection,
  maximumOf,
  epsilonBeforeCorrection,
  ...config
}: Required<AmsGradScaling>): Transform =>
  transform({
    name: "scaleByAmsGrad",
    config: { ...config, biasCorrection, maximumOf, epsilonBeforeCorrection },
    rules: scalingRules,
    slots: { m: zeroed, v: zeroed, vMax: zeroed },
    counters: { mDecay: 1, vDecay: 1 },
    knobs: ({ beta1, beta2, counters }) => {
      counters.mDecay *= beta1;
      counters.vDecay *= beta2;
      const vScale = biasCorrection ? 1 / (1 - counters.vDecay) : 1;
      return {
        mGain: 1 - beta1,
        vGain: 1 - beta2,
        mScale: biasCorrection ? 1 / (1 - counters.mDecay) : 1,
        scaleBefore: maximumOf === "corrected" ? vScale : 1,
        scaleAfter: maximumOf === "corrected" ? 1 : vScale,
        epsilonScale: epsilonBeforeCorrection ? Math.sqrt(vScale) : 1,
      };
    },
    update: (context) => {
      const { update, beta1, beta2, epsilon, epsilonRoot, mGain, vGain, mScale, scaleBefore, scaleAfter } = context;
      const m = context.m.mul(beta1).add(update.mul(mGain));
      const v = context.v.mul(beta2).add(update.square().mul(vGain));
      const vMax = context.vMax.maximum(v.mul(scaleBefore));
      const root = vMax.mul(scaleAfter).add(epsilonRoot).sqrt().add(epsilon.mul(context.epsilonScale));
      return { update: m.mul(mScale).div(root), m, v, vMax };
    },
  });

/**
 * AMSGrad: w ← w − η m̂/(√V̂ + ε), V ← max(V, v): Adam whose divisor never shrinks, which makes it
 * converge where Adam can run away. Reddi, Kale & Kumar 2018, arXiv:1904.09237 (there without bias
 * correction). Memory 3×. One gradient far too large shortens all later steps for good.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, amsGrad({ learningRate: 0.01 }));
 * optimizer.step({ w: [10] });
 * weights.w[0]; // 4.99000000001
 */
export const amsGrad: Recipe<AmsGradOptions> = defineRecipe<AmsGradOptions>({
  name: "amsGrad",
  command: "amsgrad",
  summary: "Adam whose divisor never shrinks",
  formula: "m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², V ← max(V, v), w ← w − η m̂/(√V̂ + ε)",
  source: "Reddi, Kale & Kumar 2018, arXiv:1904.09237",
  memory: "3×",
  whenToUse: "Where Adam swings or drifts away late in training",
  knownIssue: "One gradient far too large shortens all later steps for good",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 1e-3, ...scalingDefaults },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, ...scaling }) => [amsGradStage(scaling), rateStage(learningRate)],
});
