import { decay, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, transform, zeroed } from "../transform.ts";

export interface LaPropOptions {
  /** η; 4e-4 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-15 unless given. */
  epsilon?: Hyper;
  /** Added to v inside the root; 1e-15 unless given. */
  epsilonRoot?: Hyper;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, epsilon: notNegative, epsilonRoot: notNegative };

/**
 * LaProp: gradients are scaled first and averaged then, v ← β₂v + (1 − β₂)g², m ← β₁m + (1 − β₁)g√(1 − β₂ᵗ)/(√(v + ε′) + ε),
 * w ← w − η(m/(1 − β₁ᵗ) + λw), so that no gradient counts for more than 1/√(1 − β₂) of its size whatever β₁.
 * Ziyin, Wang & Ueda 2020, arXiv:2002.04839. Memory 2×. Where gradients are steady it takes Adam's steps.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, laProp({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const laProp: Recipe<LaPropOptions> = defineRecipe<LaPropOptions>({
  name: "laProp",
  command: "laprop",
  summary: "Adam with momentum on scaled gradients instead of scaled momentum",
  formula: "v ← β₂v + (1 − β₂)g², m ← β₁m + (1 − β₁)g/√v̂, w ← w − η(m/(1 − β₁ᵗ) + λw)",
  source: "Ziyin, Wang & Ueda 2020, arXiv:2002.04839",
  memory: "2×",
  whenToUse: "Noisy gradients, and where Adam diverges for a small β₂ or a large β₁",
  knownIssue: "One sudden large gradient stays in the momentum at its full scaled size",
  rules: { learningRate: notNegative, ...scalingRules, weightDecay: notNegative },
  defaults: { learningRate: 4e-4, beta1: 0.9, beta2: 0.999, epsilon: 1e-15, epsilonRoot: 1e-15, weightDecay: 0 },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, weightDecay, ...config }) => [
    transform({
      name: "scaleByLaProp",
      config,
      rules: scalingRules,
      slots: { m: zeroed, v: zeroed },
      counters: { mDecay: 1, vDecay: 1 },
      knobs: ({ beta1, beta2, counters }) => {
        counters.mDecay *= beta1;
        counters.vDecay *= beta2;
        return {
          mGain: (1 - beta1) * Math.sqrt(1 - counters.vDecay),
          vGain: 1 - beta2,
          mScale: 1 / (1 - counters.mDecay),
        };
      },
      update: ({ update, m: oldM, v: oldV, beta1, beta2, epsilon, epsilonRoot, mGain, vGain, mScale }) => {
        const v = oldV.mul(beta2).add(update.square().mul(vGain));
        const m = oldM.mul(beta1).add(update.div(v.add(epsilonRoot).sqrt().add(epsilon)).mul(mGain));
        return { update: m.mul(mScale), m, v };
      },
    }),
    decayStage(weightDecay),
    rateStage(learningRate),
  ],
});
