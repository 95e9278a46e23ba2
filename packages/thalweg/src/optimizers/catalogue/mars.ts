import { chain } from "../chain.ts";
import { decay, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { route } from "../route.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface MarsOptions {
  /** η; 3e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.95 unless given. */
  beta1?: Hyper;
  /** β₂; 0.99 unless given. */
  beta2?: Hyper;
  /** γ, how strongly gradients are corrected by their change; 0.025 unless given. */
  gamma?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v inside the root; 1e-15 unless given. */
  epsilonRoot?: Hyper;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether parameters with one axis are corrected, too, instead of going their own way; false unless given. */
  correctVectors?: boolean;
  /** η of AdamW for parameters with one axis; 3e-3 unless given. */
  vectorLearningRate?: Hyper;
  /** β₁ of theirs; 0.9 unless given. */
  vectorBeta1?: Hyper;
  /** β₂ of theirs; 0.95 unless given. */
  vectorBeta2?: Hyper;
  /** λ of theirs; 0 unless given. */
  vectorWeightDecay?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, epsilon: notNegative, epsilonRoot: notNegative };
const marsRules = { ...scalingRules, gamma: notNegative };

/** Counters and knobs of averages whose root is corrected after ε was added. */
const averages = {
  counters: { mDecay: 1, vDecay: 1 },
  knobs: (beta1: number, beta2: number, counters: { mDecay: number; vDecay: number }) => {
    counters.mDecay *= beta1;
    counters.vDecay *= beta2;
    return {
      mGain: 1 - beta1,
      vGain: 1 - beta2,
      scale: Math.sqrt(1 - counters.vDecay) / (1 - counters.mDecay),
    };
  },
};

type Scaling = Readonly<Record<keyof typeof scalingRules, Hyper>>;

const marsStage = (config: Scaling & { readonly gamma: Hyper }): Transform =>
  transform({
    name: "scaleByMars",
    config,
    rules: marsRules,
    scope: "tensor",
    slots: { m: zeroed, v: zeroed, before: zeroed },
    counters: averages.counters,
    knobs: ({ beta1, beta2, gamma, counters }) => ({
      ...averages.knobs(beta1, beta2, counters),
      correction: (gamma * beta1) / (1 - beta1),
    }),
    update: ({ update, m: oldM, v: oldV, before, beta1, beta2, epsilon, epsilonRoot, ...knobs }) => {
      const corrected = update.sub(before).mul(knobs.correction).add(update);
      const size = corrected.norm();
      const c = corrected.div(size.maximum(size.literal(1)));
      const m = oldM.mul(beta1).add(c.mul(knobs.mGain));
      const v = oldV.mul(beta2).add(c.square().mul(knobs.vGain));
      const root = v.add(epsilonRoot).sqrt().add(epsilon);
      return { update: m.mul(knobs.scale).div(root), m, v, before: update };
    },
  });

const vectorStage = (config: Scaling): Transform =>
  transform({
    name: "scaleByAdam",
    config,
    rules: scalingRules,
    slots: { m: zeroed, v: zeroed },
    counters: averages.counters,
    knobs: ({ beta1, beta2, counters }) => averages.knobs(beta1, beta2, counters),
    update: ({ update, m: oldM, v: oldV, beta1, beta2, epsilon, epsilonRoot, mGain, vGain, scale }) => {
      const m = oldM.mul(beta1).add(update.mul(mGain));
      const v = oldV.mul(beta2).add(update.square().mul(vGain));
      return { update: m.mul(scale).div(v.add(epsilonRoot).sqrt().add(epsilon)), m, v };
    },
  });

/**
 * MARS: AdamW on gradients corrected by how they changed, c = g + γβ₁/(1 − β₁)·(g − g′), shortened to ‖c‖ ≤ 1 in each
 * parameter, which lowers their variance. Parameters with one axis take plain AdamW with settings of their own, unless
 * `correctVectors`. Yuan et al. 2024, arXiv:2411.10438, in the form that needs one gradient a step. Memory 3×, vectors
 * 2×. g′ is the gradient of another batch, so the correction is noisy where batches are small.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(5), shape: [1, 1] } };
 * new Optimizer(weights, mars({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w.data[0]; // 4.99
 */
export const mars: Recipe<MarsOptions> = defineRecipe<MarsOptions>({
  name: "mars",
  command: "mars",
  summary: "AdamW on gradients corrected by how they changed since the step before",
  formula: "c = g + γβ₁/(1 − β₁)·(g − g′), c ← c/max(1, ‖c‖), w ← w − η(m̂/(√v̂ + ε) + λw) with m, v of c",
  source: "Yuan et al. 2024, arXiv:2411.10438",
  memory: "2–3×",
  whenToUse: "Training language models from scratch, with large batches",
  knownIssue: "The gradient before is of another batch, so the correction is noisy where batches are small",
  rules: {
    learningRate: notNegative,
    ...marsRules,
    weightDecay: notNegative,
    correctVectors: flag,
    vectorLearningRate: notNegative,
    vectorBeta1: decay,
    vectorBeta2: decay,
    vectorWeightDecay: notNegative,
  },
  defaults: {
    learningRate: 3e-3,
    beta1: 0.95,
    beta2: 0.99,
    gamma: 0.025,
    epsilon: 1e-8,
    epsilonRoot: 1e-15,
    weightDecay: 0,
    correctVectors: false,
    vectorLearningRate: 3e-3,
    vectorBeta1: 0.9,
    vectorBeta2: 0.95,
    vectorWeightDecay: 0,
  },
  settings: {
    ravine: { learningRate: 0.01, correctVectors: true },
    rosenbrock: { learningRate: 0.01, correctVectors: true },
    booth: { learningRate: 0.01, correctVectors: true },
  },
  build: ({ learningRate, beta1, beta2, gamma, epsilon, epsilonRoot, weightDecay, correctVectors, ...vectors }) => {
    const corrected = chain(
      marsStage({ beta1, beta2, gamma, epsilon, epsilonRoot }),
      decayStage(weightDecay),
      rateStage(learningRate),
    );
    if (correctVectors) return [corrected];
    const { vectorBeta1, vectorBeta2, vectorWeightDecay, vectorLearningRate } = vectors;
    const plain = chain(
      vectorStage({ beta1: vectorBeta1, beta2: vectorBeta2, epsilon, epsilonRoot }),
      decayStage(vectorWeightDecay),
      rateStage(vectorLearningRate),
    );
    return [
      route([
        { name: "matrices", match: (_, shape) => shape.length > 1, use: corrected },
        { name: "vectors", match: () => true, use: plain },
      ]),
    ];
  },
});
