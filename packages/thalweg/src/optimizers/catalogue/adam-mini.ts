import type { Shape } from "../../graph/index.ts";
import { decay, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { filled, type Hyper, transform, zeroed } from "../transform.ts";

export interface AdamMiniOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, epsilon: notNegative };

/** One number for each output of a layer, the last axis of its weights; one for a vector. */
const blocksOf = (shape: Shape): Shape =>
  shape.length < 2 ? [] : [...shape.slice(0, -1).map(() => 1), shape[shape.length - 1]];

/**
 * Adam-mini: Adam with one v a block, v_b ← β₂v_b + (1 − β₂)·mean of g² over b, w ← w − η(m̂/(√v̂_b + ε) + λw). A block is
 * what leads to one output of a layer, all but the last axis of its weights, or a whole vector. Zhang et al. 2024,
 * arXiv:2406.16793. Memory about 1×. A table of embeddings, whose rows are tokens, is better left to Adam by a route.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(5, 5), shape: [2, 1] } };
 * new Optimizer(weights, adamMini({ learningRate: 0.01 })).step({ w: [1, 7] });
 * weights.w.data; // Float64Array [4.998, 4.986]: both over √((1 + 49)/2) = 5
 */
export const adamMini: Recipe<AdamMiniOptions> = defineRecipe<AdamMiniOptions>({
  name: "adamMini",
  command: "adam-mini",
  summary: "Adam with one scale for each output of a layer",
  formula: "v_b ← β₂v_b + (1 − β₂)·mean of g² over b, w ← w − η(m̂/(√v̂_b + ε) + λw)",
  source: "Zhang et al. 2024, arXiv:2406.16793",
  memory: "1× (and one number for each output)",
  whenToUse: "Large models that AdamW trains well, with half of its memory",
  knownIssue: "Tables of embeddings, whose rows are tokens, are better left to Adam by a route",
  rules: { learningRate: notNegative, ...scalingRules, weightDecay: notNegative },
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, weightDecay, ...config }) => [
    transform({
      name: "scaleByAdamMini",
      config,
      rules: scalingRules,
      scope: "tensor",
      slots: { m: zeroed, v: filled(0, blocksOf) },
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
      update: ({ update, m: oldM, v: oldV, beta1, beta2, epsilon, mGain, vGain, mScale, vScale }) => {
        const m = oldM.mul(beta1).add(update.mul(mGain));
        const axes = update.shape.map((_, axis) => axis);
        const meanSquare = update.square().mean(axes.length < 2 ? axes : axes.slice(0, -1));
        const v = oldV.mul(beta2).add(meanSquare.reshape(oldV.shape).mul(vGain));
        return { update: m.mul(mScale).div(v.mul(vScale).sqrt().add(epsilon)), m, v };
      },
    }),
    decayStage(weightDecay),
    rateStage(learningRate),
  ],
});
