import { decay, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, transform, zeroed } from "../transform.ts";

export interface DiffGradOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, epsilon: notNegative };

/**
 * diffGrad: w ← w − ηξm̂/(√v̂ + ε) with the friction ξ = 1/(1 + e^−|g′ − g|), where g′ is the gradient before: weights
 * whose gradient has stopped changing take half of Adam's step. Dubey et al. 2019, arXiv:1909.11015. Memory 3×. ξ
 * compares gradients as they are, so it is 1/2 everywhere when all gradients are small.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, diffGrad({ learningRate: 0.01 }));
 * for (const gradient of [10, 10]) optimizer.step({ w: [gradient] });
 * weights.w[0]; // 4.9850005: a whole step, but for e⁻¹⁰, and half a step
 */
export const diffGrad: Recipe<DiffGradOptions> = defineRecipe<DiffGradOptions>({
  name: "diffGrad",
  command: "diffgrad",
  summary: "Adam that halves the steps of weights whose gradient has stopped changing",
  formula: "w ← w − ηξm̂/(√v̂ + ε), ξ = 1/(1 + e^−|g′ − g|)",
  source: "Dubey et al. 2019, arXiv:1909.11015",
  memory: "3×",
  whenToUse: "Convolutional networks where Adam overshoots",
  knownIssue: "ξ depends on the gradients' scale: it is 1/2 everywhere when all of them are small",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  settings: {
    ravine: { learningRate: 0.02 },
    rosenbrock: { learningRate: 0.02 },
    booth: { learningRate: 0.02 },
  },
  build: ({ learningRate, ...config }) => [
    transform({
      name: "scaleByDiffGrad",
      config,
      rules: scalingRules,
      slots: { m: zeroed, v: zeroed, before: zeroed },
      counters: { mDecay: 1, vDecay: 1 },
      knobs: ({ beta1, beta2, counters }) => {
        counters.mDecay *= beta1;
        counters.vDecay *= beta2;
        return {
          mGain: 1 - beta1,
          vGain: 1 - beta2,
          mScale: 1 / (1 - counters.mDecay),
          vScale: 1 / (1 - counters.vDecay),
        };
      },
      update: ({ update, m: oldM, v: oldV, before, beta1, beta2, epsilon, mGain, vGain, mScale, vScale }) => {
        const m = oldM.mul(beta1).add(update.mul(mGain));
        const v = oldV.mul(beta2).add(update.square().mul(vGain));
        const friction = before.sub(update).abs().sigmoid();
        return { update: m.mul(mScale).mul(friction).div(v.mul(vScale).sqrt().add(epsilon)), m, v, before: update };
      },
    }),
    rateStage(learningRate),
  ],
});
