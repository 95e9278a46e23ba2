import type { Tensor } from "../../tensor/index.ts";
import { decay, flag, notNegative, oneOf } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";
import { rectification } from "./r-adam.ts";

/**
 * Which averages are freed of their start at 0: "both" is the paper's rule, "second" divides s alone by
 * 1 − β₂ᵗ, as pytorch_optimizer does, so that steps grow from a tenth to their full length.
 */
export type BeliefCorrection = (typeof corrections)[number];
const corrections = ["second", "both", "none"] as const;

export interface AdaBeliefOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-16 unless given. */
  epsilon?: Hyper;
  /** ε that each step adds to s; 1e-16 unless given. */
  epsilonRoot?: Hyper;
  /** "second" unless given. */
  biasCorrection?: BeliefCorrection;
  /** Whether m̂ looks one step ahead, β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ); false unless given. */
  nesterov?: boolean;
  /** Whether early steps, whose variance is unknown, are shortened as RAdam's are; false unless given. */
  rectify?: boolean;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, epsilon: notNegative, epsilonRoot: notNegative };

type Scaling = Required<Omit<AdaBeliefOptions, "learningRate" | "weightDecay">>;

const beliefStage = ({ biasCorrection, nesterov, rectify, ...config }: Scaling): Transform => {
  const direction = (m: Tensor, gradient: Tensor, scales: { mScale: Tensor; gScale: Tensor }): Tensor =>
    nesterov ? m.mul(scales.mScale).add(gradient.mul(scales.gScale)) : m.mul(scales.mScale);
  return transform({
    name: "scaleByBelief",
    config: { ...config, biasCorrection, nesterov, rectify },
    rules: scalingRules,
    slots: { m: zeroed, s: zeroed },
    counters: { mDecay: 1, sDecay: 1 },
    knobs: ({ beta1, beta2, step, counters }) => {
      counters.mDecay *= beta1;
      counters.sDecay *= beta2;
      const undone = biasCorrection === "both" ? 1 - counters.mDecay : 1;
      const next = biasCorrection === "both" ? 1 - counters.mDecay * beta1 : 1;
      const limit = 2 / (1 - beta2) - 1;
      const rho = limit - (2 * step * counters.sDecay) / (1 - counters.sDecay);
      const isKnown = rho >= 5;
      return {
        mGain: 1 - beta1,
        sGain: 1 - beta2,
        mScale: nesterov ? beta1 / next : 1 / undone,
        gScale: (1 - beta1) / undone,
        sScale: biasCorrection === "none" ? 1 : 1 / (1 - counters.sDecay),
        length: isKnown ? rectification(rho, limit) : 1,
        // Plain momentum as long as the variance of s is unknown.
        divided: isKnown ? 1 : 0,
        plain: isKnown ? 0 : 1,
      };
    },
    update: ({ update, m: oldM, s: oldS, beta1, beta2, epsilon, epsilonRoot, ...knobs }) => {
      const m = oldM.mul(beta1).add(update.mul(knobs.mGain));
      const s = oldS.mul(beta2).add(update.sub(m).square().mul(knobs.sGain)).add(epsilonRoot);
      const root = s.mul(knobs.sScale).sqrt().add(epsilon);
      const step = direction(m, update, knobs);
      if (!rectify) return { update: step.div(root), m, s };
      return { update: step.mul(knobs.length).div(root.mul(knobs.divided).add(knobs.plain)), m, s };
    },
  });
};

/**
 * AdaBelief: s ← β₂s + (1 − β₂)(g − m)² + ε, w ← w − ηm/(√ŝ + ε): long steps where gradients are as m
 * foretold, short ones where they surprise. Zhuang et al. 2020, arXiv:2010.07468. Memory 2×. The paper
 * also divides m by 1 − β₁ᵗ; that is `biasCorrection: "both"`. A tiny ε lets steps explode where the
 * gradient is constant.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adaBelief({ learningRate: 0.09, biasCorrection: "both" })).step({ w: [10] });
 * weights.w[0]; // 4.9: η over 0.9, since m foretells a tenth of the first gradient
 */
export const adaBelief: Recipe<AdaBeliefOptions> = defineRecipe<AdaBeliefOptions>({
  name: "adaBelief",
  command: "adabelief",
  summary: "Adam that divides by the gradient's distance from its average",
  formula: "s ← β₂s + (1 − β₂)(g − m)² + ε, w ← w − ηm/(√ŝ + ε)",
  source: "Zhuang et al. 2020, arXiv:2010.07468",
  memory: "2×",
  whenToUse: "Image classifiers and GANs where Adam is fast but generalizes badly",
  knownIssue: "Where the gradient stays the same, s falls towards ε and steps grow without limit",
  rules: {
    learningRate: notNegative,
    ...scalingRules,
    biasCorrection: oneOf(corrections),
    nesterov: flag,
    rectify: flag,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-16,
    epsilonRoot: 1e-16,
    biasCorrection: "second",
    nesterov: false,
    rectify: false,
    weightDecay: 0,
  },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    beliefStage(scaling),
    ...(weightDecay === 0 ? [] : [decayStage(weightDecay)]),
    rateStage(learningRate),
  ],
});
