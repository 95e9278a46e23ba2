import { cosine } from "../../schedules/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import type { OptimizerSpec } from "../chain.ts";
import { decay, flag, notNegative, oneOf } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { clipByBlockRms } from "../stages/clip-by-block-rms.ts";
import { scale } from "../stages/scale.ts";
import {
  type FactoredRmsOptions,
  factoredRmsDefaults,
  factoredRmsRules,
  factoredRmsStage,
} from "../stages/scale-by-factored-rms.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdaFactorOptions extends FactoredRmsOptions {
  /** η; 0.01 unless given. With `relativeStep`, the most that a relative step can be. */
  learningRate?: Hyper;
  /** Whether the rate is ρ = min(η, 1/√t) instead of η; true unless given. */
  relativeStep?: boolean;
  /** Whether steps are multiplied by max(ε₂, RMS(w)); true unless given. */
  scaleParameter?: boolean;
  /** ε₂, the least size of a parameter that counts; 1e-3 unless given. */
  epsilon2?: Hyper;
  /** β₁ of an average of steps; 0, and none, unless given. */
  beta1?: Hyper;
  /** d, the most that RMS(U) can be; 1 unless given, 0 for no limit. */
  clippingThreshold?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** What λw is multiplied by: the parameter's step size α ("step", unless given), η ("rate") or nothing ("plain"). */
  decayForm?: "step" | "rate" | "plain";
}

const stepRules = { learningRate: notNegative, epsilon2: notNegative, beta1: decay, weightDecay: notNegative };

/** RMS of all entries. */
const sizeOf = (x: Tensor): Tensor => x.square().mean().sqrt();

/** u ← α·u, averaged with β₁, + λ·(α, η or 1)·w: all that depends on the rate. */
const stepStage = ({
  relativeStep,
  scaleParameter,
  decayForm,
  learningRate,
  epsilon2,
  beta1,
  weightDecay,
}: Omit<Required<AdaFactorOptions>, keyof FactoredRmsOptions | "clippingThreshold">): Transform => {
  const choices = { relativeStep, scaleParameter, decayForm };
  const rateOf = (learningRate: number, step: number): number =>
    relativeStep ? Math.min(learningRate, 1 / Math.sqrt(step)) : learningRate;
  const decayed = (update: Tensor, parameter: Tensor, weightDecay: Tensor, alpha: Tensor, rate: Tensor): Tensor => {
    const factor = { step: weightDecay.mul(alpha), rate: weightDecay.mul(rate), plain: weightDecay }[decayForm];
    return update.add(parameter.mul(factor));
  };
  const alphaOf = (parameter: Tensor, rho: Tensor, epsilon2: Tensor): Tensor =>
    scaleParameter ? sizeOf(parameter).maximum(epsilon2).mul(rho) : rho;
  if (beta1 === 0) {
    return transform({
      name: "takeRelativeStep",
      config: { learningRate, epsilon2, weightDecay, ...choices },
      rules: stepRules,
      scope: "tensor",
      knobs: ({ step, learningRate }) => ({ rho: rateOf(learningRate, step) }),
      update: ({ update, parameter, rho, learningRate, epsilon2, weightDecay }) => {
        const alpha = alphaOf(parameter, rho, epsilon2);
        return { update: decayed(update.mul(alpha), parameter, weightDecay, alpha, learningRate) };
      },
    });
  }
  return transform({
    name: "averageRelativeSteps",
    config: { learningRate, epsilon2, beta1, weightDecay, ...choices },
    rules: stepRules,
    scope: "tensor",
    slots: { m: zeroed },
    knobs: ({ step, learningRate, beta1 }) => ({ rho: rateOf(learningRate, step), gain: 1 - beta1 }),
    update: ({ update, parameter, m: old, rho, gain, learningRate, epsilon2, beta1, weightDecay }) => {
      const alpha = alphaOf(parameter, rho, epsilon2);
      const m = old.mul(beta1).add(update.mul(alpha).mul(gain));
      return { update: decayed(m, parameter, weightDecay, alpha, learningRate), m };
    },
  });
};

/**
 * Adafactor: U = g/√V, V = r·c/mean(r) of row and column means of g², w ← w − α·U, α = max(ε₂, RMS(w))·min(η, 1/√t),
 * U shortened to RMS d. Shazeer & Stern 2018, arXiv:1804.04235; with `beta1` and β₂ ≤ 0.999 the rule of Zhai et al. 2022,
 * arXiv:2106.04560. Memory far below 1× for matrices, 1× for vectors, and 1× more with `beta1`.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(3, 3, 3, 3), shape: [2, 2] } };
 * new Optimizer(weights, adaFactor()).step({ w: [1, 1, 1, 1] });
 * weights.w.data[0]; // 2.97: a hundredth of the weights' RMS
 */
export const adaFactor: Recipe<AdaFactorOptions> = defineRecipe<AdaFactorOptions>({
  name: "adaFactor",
  command: "adafactor",
  summary: "Steps in proportion to the weights, with squares kept as rows and columns",
  formula: "V = r·c/mean(r) of row and column means of g², w ← w − max(ε₂, RMS(w))·min(η, 1/√t)·g/√V",
  source: "Shazeer & Stern 2018, arXiv:1804.04235; Zhai et al. 2022, arXiv:2106.04560",
  memory: "m + n numbers for an [m, n] matrix, 1× for vectors; 1× more with beta1",
  whenToUse: "Large models whose optimizer must keep little",
  knownIssue: "Without momentum it may be unstable; a weight near 0 moves by at least ε₂ of the rate",
  rules: {
    ...factoredRmsRules,
    ...stepRules,
    relativeStep: flag,
    scaleParameter: flag,
    clippingThreshold: notNegative,
    decayForm: oneOf(["step", "rate", "plain"]),
  },
  defaults: {
    ...factoredRmsDefaults,
    learningRate: 0.01,
    relativeStep: true,
    scaleParameter: true,
    epsilon2: 1e-3,
    beta1: 0,
    clippingThreshold: 1,
    weightDecay: 0,
    decayForm: "step",
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 0.02, total: 5000 }), beta1: 0.9 },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    matrix: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
  },
  build: ({
    beta2Decay,
    beta2,
    epsilon1,
    epsilonForm,
    factored,
    factoredAxes,
    factoredFrom,
    clippingThreshold,
    ...step
  }): readonly OptimizerSpec[] => [
    factoredRmsStage({ beta2Decay, beta2, epsilon1, epsilonForm, factored, factoredAxes, factoredFrom }),
    ...(clippingThreshold === 0 ? [] : [clipByBlockRms(clippingThreshold)]),
    stepStage(step),
    scale(-1),
  ],
});
