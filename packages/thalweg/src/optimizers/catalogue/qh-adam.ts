import { cosine } from "../../schedules/index.ts";
import { decay, notNegative, share } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, transform, zeroed } from "../transform.ts";

export interface QhAdamOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.995 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ν₁, how much of m̂ there is beside the gradient itself; 0.7 unless given, and 1 for Adam. */
  nu1?: Hyper;
  /** ν₂, how much of v̂ there is beside the squared gradient itself; 1 unless given, as in Adam. */
  nu2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, nu1: share, nu2: share, epsilon: notNegative };

/**
 * QHAdam: w ← w − η((1 − ν₁)g + ν₁m̂)/(√((1 − ν₂)g² + ν₂v̂) + ε), Adam with the newest gradient mixed into both averages.
 * Ma & Yarats 2019, arXiv:1810.06801, with the β and ν that they recommend. Memory 2×. With ν₂ < 1 steps are bounded
 * by 1/√(1 − ν₂), but one small gradient makes a long step.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, qhAdam({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const qhAdam: Recipe<QhAdamOptions> = defineRecipe<QhAdamOptions>({
  name: "qhAdam",
  command: "qhadam",
  summary: "Adam with the newest gradient mixed into its averages",
  formula: "w ← w − η((1 − ν₁)g + ν₁m̂)/(√((1 − ν₂)g² + ν₂v̂) + ε)",
  source: "Ma & Yarats 2019, arXiv:1810.06801",
  memory: "2×",
  whenToUse: "Where Adam with a large β₁ reacts too late",
  knownIssue: "One more pair of numbers to choose; with ν₁ = ν₂ = 1 it is Adam",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 1e-3, beta1: 0.995, beta2: 0.999, nu1: 0.7, nu2: 1, epsilon: 1e-8 },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, ...config }) => [
    transform({
      name: "scaleByQhAdam",
      config,
      rules: scalingRules,
      slots: { m: zeroed, v: zeroed },
      counters: { mDecay: 1, vDecay: 1 },
      knobs: ({ beta1, beta2, nu1, nu2, counters }) => {
        counters.mDecay *= beta1;
        counters.vDecay *= beta2;
        return {
          mGain: 1 - beta1,
          vGain: 1 - beta2,
          mScale: nu1 / (1 - counters.mDecay),
          vScale: nu2 / (1 - counters.vDecay),
          fresh: 1 - nu1,
          freshSquare: 1 - nu2,
        };
      },
      update: ({ update, m: oldM, v: oldV, beta1, beta2, epsilon, ...knobs }) => {
        const square = update.square();
        const m = oldM.mul(beta1).add(update.mul(knobs.mGain));
        const v = oldV.mul(beta2).add(square.mul(knobs.vGain));
        const root = square.mul(knobs.freshSquare).add(v.mul(knobs.vScale)).sqrt();
        const mixed = update.mul(knobs.fresh).add(m.mul(knobs.mScale));
        return { update: mixed.div(root.add(epsilon)), m, v };
      },
    }),
    rateStage(learningRate),
  ],
});
