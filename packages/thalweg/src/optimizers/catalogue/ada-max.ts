import { decay, flag, notNegative, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdaMaxScaling {
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Whether ε enters the maximum, max(β₂u, |g| + ε), instead of the divisor, u + ε; false unless given. */
  epsilonInsideMaximum?: boolean;
}

export interface AdaMaxOptions extends AdaMaxScaling {
  /** η; 2e-3 unless given. */
  learningRate?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, epsilon: notNegative, epsilonInsideMaximum: flag };
const scalingDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, epsilonInsideMaximum: false };

/**
 * AdaMax's scaling: m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g|), m/(1 − β₁ᵗ)/(u + ε). Kingma & Ba 2015,
 * arXiv:1412.6980. Memory 2×.
 *
 * @example
 * const byLargest = chain(scaleByAdaMax({ beta2: 0.99 }), scaleByLearningRate(2e-3));
 */
export const scaleByAdaMax = (options: AdaMaxScaling = {}): Transform =>
  adaMaxStage(readOptions("scaleByAdaMax", options, scalingRules, scalingDefaults));

const adaMaxStage = ({ beta1, beta2, epsilon, epsilonInsideMaximum }: Required<AdaMaxScaling>): Transform =>
  transform({
    name: "scaleByAdaMax",
    config: { beta1, beta2, epsilon, epsilonInsideMaximum },
    rules: scalingRules,
    slots: { m: zeroed, u: zeroed },
    counters: { mDecay: 1 },
    knobs: ({ beta1, counters }) => {
      counters.mDecay *= beta1;
      return { mGain: 1 - beta1, mScale: 1 / (1 - counters.mDecay) };
    },
    update: ({ update, m: oldM, u: oldU, beta1, beta2, epsilon, mGain, mScale }) => {
      const m = oldM.mul(beta1).add(update.mul(mGain));
      const size = epsilonInsideMaximum ? update.abs().add(epsilon) : update.abs();
      const u = oldU.mul(beta2).maximum(size);
      return { update: m.mul(mScale).div(epsilonInsideMaximum ? u : u.add(epsilon)), m, u };
    },
  });

/**
 * AdaMax: w ← w − η m̂/(u + ε), u ← max(β₂u, |g|): Adam with the largest recent gradient in place of the
 * root of squares. Kingma & Ba 2015, arXiv:1412.6980, section 7.1. Memory 2×. One gradient far too large
 * shortens the steps for about 1/(1 − β₂) updates.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adaMax({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99000000001
 */
export const adaMax: Recipe<AdaMaxOptions> = defineRecipe<AdaMaxOptions>({
  name: "adaMax",
  command: "adamax",
  summary: "Momentum divided by the largest recent gradient",
  formula: "m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g|), w ← w − η m̂/(u + ε)",
  source: "Kingma & Ba 2015, arXiv:1412.6980",
  memory: "2×",
  whenToUse: "Gradients that are often 0, such as those of embeddings",
  knownIssue: "One gradient far too large shortens the steps for about 1/(1 − β₂) updates",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 2e-3, ...scalingDefaults },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, ...scaling }) => [adaMaxStage(scaling), rateStage(learningRate)],
});
