import { cosine } from "../../schedules/index.ts";
import { decay, notNegative, oneOf, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

/** μₜ: "rising", β₁(1 − ½·0.96^(tψ)) (the paper, PyTorch, Keras), or "constant", β₁ (Optax). */
export type NAdamMomentum = (typeof momentumForms)[number];
const momentumForms = ["rising", "constant"] as const;

export interface NAdamScaling {
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** ψ of "rising" momentum; 0.004 unless given. Keras counts with 1. */
  momentumDecay?: Hyper;
  /** "rising" unless given; see NAdamMomentum. */
  momentumForm?: NAdamMomentum;
}

export interface NAdamOptions extends NAdamScaling {
  /** η; 2e-3 unless given. */
  learningRate?: Hyper;
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  epsilonRoot: notNegative,
  momentumDecay: notNegative,
  momentumForm: oneOf(momentumForms),
};
const scalingDefaults = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  epsilonRoot: 0,
  momentumDecay: 0.004,
  momentumForm: "rising" as const,
};

/**
 * NAdam's scaling: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g²,
 * ((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε), μₜ = β₁(1 − ½·0.96^(tψ)), Π over μ₁ … μₜ.
 * Dozat 2016, "Incorporating Nesterov Momentum into Adam". Memory 2×.
 *
 * @example
 * const ahead = chain(scaleByNAdam(), scaleByLearningRate(1e-3));
 */
export const scaleByNAdam = (options: NAdamScaling = {}): Transform =>
  nAdamStage(readOptions("scaleByNAdam", options, scalingRules, scalingDefaults));

const nAdamStage = ({ momentumForm, ...config }: Required<NAdamScaling>): Transform =>
  transform({
    name: "scaleByNAdam",
    config: { ...config, momentumForm },
    rules: scalingRules,
    slots: { m: zeroed, v: zeroed },
    counters: { muProduct: 1, vDecay: 1 },
    knobs: ({ step, beta1, beta2, momentumDecay, counters }) => {
      const mu = (t: number): number =>
        momentumForm === "rising" ? beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay)) : beta1;
      counters.muProduct *= mu(step);
      counters.vDecay *= beta2;
      return {
        mGain: 1 - beta1,
        vGain: 1 - beta2,
        gScale: (1 - mu(step)) / (1 - counters.muProduct),
        mScale: mu(step + 1) / (1 - counters.muProduct * mu(step + 1)),
        vScale: 1 / (1 - counters.vDecay),
      };
    },
    update: (context) => {
      const { update, beta1, beta2, epsilon, epsilonRoot, mGain, vGain, gScale, mScale, vScale } = context;
      const m = context.m.mul(beta1).add(update.mul(mGain));
      const v = context.v.mul(beta2).add(update.square().mul(vGain));
      const root = v.mul(vScale).add(epsilonRoot).sqrt().add(epsilon);
      return { update: update.mul(gScale).add(m.mul(mScale)).div(root), m, v };
    },
  });

/**
 * NAdam: w ← w − η((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε), μₜ = β₁(1 − ½·0.96^(tψ)): Adam with
 * Nesterov's look ahead. Dozat 2016, "Incorporating Nesterov Momentum into Adam". Memory 2×. μ rises over
 * thousands of updates, so a run stopped early has less momentum than β₁ says.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, nAdam({ learningRate: 0.01, momentumForm: "constant" })).step({ w: [10] });
 * weights.w[0]; // 4.985263157909473
 */
export const nAdam: Recipe<NAdamOptions> = defineRecipe<NAdamOptions>({
  name: "nAdam",
  command: "nadam",
  summary: "Adam with Nesterov's look ahead",
  formula: "w ← w − η((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε), μₜ = β₁(1 − ½·0.96^(tψ))",
  source: 'Dozat 2016, "Incorporating Nesterov Momentum into Adam"',
  memory: "2×",
  whenToUse: "In place of Adam where training is smooth; often a little faster",
  knownIssue: "Its momentum rises over thousands of updates, so a short run has less of it than β₁ says",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 2e-3, ...scalingDefaults },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, ...scaling }) => [nAdamStage(scaling), rateStage(learningRate)],
});
