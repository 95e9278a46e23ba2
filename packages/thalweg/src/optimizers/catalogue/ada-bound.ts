import type { Tensor } from "../../tensor/index.ts";
import { decay, flag, notNegative, positive } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdaBoundOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** The rate of every weight in the end; 0.1 unless given. */
  finalLearningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** γ, how fast the bounds close in; 1e-3 unless given. */
  gamma?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v inside the root; 1e-15 unless given. */
  epsilonRoot?: Hyper;
  /** Whether v is the largest so far (AMSBound); false unless given. */
  amsgrad?: boolean;
}

const rules = {
  learningRate: notNegative,
  finalLearningRate: notNegative,
  beta1: decay,
  beta2: decay,
  gamma: positive,
  epsilon: notNegative,
  epsilonRoot: notNegative,
  amsgrad: flag,
};

type Config = Required<AdaBoundOptions>;

interface Numbers {
  readonly step: number;
  readonly learningRate: number;
  readonly finalLearningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly gamma: number;
  readonly counters: { mDecay: number; vDecay: number };
}

const counters = { mDecay: 1, vDecay: 1 };

const knobs = ({ step, learningRate, finalLearningRate, beta1, beta2, gamma, counters }: Numbers) => {
  counters.mDecay *= beta1;
  counters.vDecay *= beta2;
  return {
    mGain: 1 - beta1,
    vGain: 1 - beta2,
    rate: (learningRate * Math.sqrt(1 - counters.vDecay)) / (1 - counters.mDecay),
    low: finalLearningRate * (1 - 1 / (gamma * step + 1)),
    high: finalLearningRate * (1 + 1 / (gamma * step)),
  };
};

type Scalars = { readonly [P in "epsilon" | "epsilonRoot" | "rate" | "low" | "high"]: Tensor };

/** The step along m, with the rate of each element clamped. */
const bounded = (m: Tensor, v: Tensor, { epsilon, epsilonRoot, rate, low, high }: Scalars): Tensor =>
  rate.div(v.add(epsilonRoot).sqrt().add(epsilon)).clamp(low, high).mul(m).neg();

const adaBoundStage = (config: Config): Transform =>
  transform({
    name: "adaBound",
    config,
    rules,
    slots: { m: zeroed, v: zeroed },
    counters,
    knobs,
    update: ({ update, m: oldM, v: oldV, beta1, beta2, mGain, vGain, ...scalars }) => {
      const m = oldM.mul(beta1).add(update.mul(mGain));
      const v = oldV.mul(beta2).add(update.square().mul(vGain));
      return { update: bounded(m, v, scalars), m, v };
    },
  });

const amsBoundStage = (config: Config): Transform =>
  transform({
    name: "amsBound",
    config,
    rules,
    slots: { m: zeroed, v: zeroed, vMax: zeroed },
    counters,
    knobs,
    update: ({ update, m: oldM, v: oldV, vMax: oldMax, beta1, beta2, mGain, vGain, ...scalars }) => {
      const m = oldM.mul(beta1).add(update.mul(mGain));
      const v = oldV.mul(beta2).add(update.square().mul(vGain));
      const vMax = oldMax.maximum(v);
      return { update: bounded(m, vMax, scalars), m, v, vMax };
    },
  });

/**
 * AdaBound: Adam whose rate of each weight is clamped, w ← w − clamp(η/(√v + ε)·√(1 − β₂ᵗ)/(1 − β₁ᵗ), l, u)·m, between
 * l = η*(1 − 1/(γt + 1)) and u = η*(1 + 1/(γt)), which close in on η*: it starts as Adam and ends as gradient descent
 * with momentum. Luo et al. 2019, arXiv:1902.09843. Memory 2×, with `amsgrad` 3×. The final rate needs as much care as
 * that of gradient descent.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adaBound({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const adaBound: Recipe<AdaBoundOptions> = defineRecipe<AdaBoundOptions>({
  name: "adaBound",
  command: "adabound",
  summary: "Adam that turns into gradient descent with momentum",
  formula: "w ← w − clamp(η√(1 − β₂ᵗ)/(1 − β₁ᵗ)/(√v + ε), η*(1 − 1/(γt + 1)), η*(1 + 1/(γt)))·m",
  source: "Luo et al. 2019, arXiv:1902.09843",
  memory: "2–3×",
  whenToUse: "Where Adam is fast at first and gradient descent is better in the end",
  knownIssue: "The final rate needs as much care as that of gradient descent, and both need their own schedule",
  rules,
  defaults: {
    learningRate: 1e-3,
    finalLearningRate: 0.1,
    beta1: 0.9,
    beta2: 0.999,
    gamma: 1e-3,
    epsilon: 1e-8,
    epsilonRoot: 1e-15,
    amsgrad: false,
  },
  settings: {
    ravine: { learningRate: 0.01, finalLearningRate: 0.01 },
    rosenbrock: { learningRate: 0.01, finalLearningRate: 3e-3 },
    booth: { learningRate: 0.01, finalLearningRate: 0.01 },
  },
  build: (config) => [config.amsgrad ? amsBoundStage(config) : adaBoundStage(config)],
});
