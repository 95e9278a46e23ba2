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
import { toBfloat16, toFloat32 } from "./bfloat16.ts";

export interface AdaFactorOptions extends FactoredRmsOptions {
  /** η; 0.01 unless given. With `relativeStep`, the most that a relative step can be. */
  learningRate?: Hyper;
  /** Whether the rate is ρ = min(η, 1/√t) instead of η; true unless given. */
  relativeStep?: boolean;
  /** Whether steps are multiplied by max(ε₂, RMS(w)); true unless given. */
  scaleParameter?: boolean;
  /** ε₂, the least size of a parameter that counts; 1e-3 unless given. */
  epsilon2?: Hyper;
  /** β₁ of the average of steps; 0.9 unless given. The paper has none: 0. */
  beta1?: Hyper;
  /** Whether that average is rounded to "bfloat16", as unless given, or kept in "full". */
  momentumPrecision?: "bfloat16" | "full";
  /** d; 1 unless given, 0 for none. */
  clippingThreshold?: Hyper;
  /** What d does: "lengthen" unless given, U/min(1, RMS(U)/d), or "shorten", U/max(1, RMS(U)/d) as in the paper. */
  clippingForm?: "lengthen" | "shorten";
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** What λw is multiplied by: the parameter's step size α ("step", unless given), η ("rate") or nothing ("plain"). */
  decayForm?: "step" | "rate" | "plain";
}

const stepRules = { learningRate: notNegative, epsilon2: notNegative, beta1: decay, weightDecay: notNegative };

/** RMS of all entries. */
const sizeOf = (x: Tensor): Tensor => x.square().mean().sqrt();

/** U/min(1, RMS(U)/d): pytorch_optimizer's reading of the clip, which lengthens short updates to d. */
const lengthen = (threshold: Hyper): Transform =>
  transform({
    name: "lengthenToBlockRms",
    config: { threshold },
    scope: "tensor",
    update: ({ update, threshold }) => {
      const share = sizeOf(update).div(threshold).minimum(threshold.literal(1));
      // An update of zeros stays one.
      return { update: update.div(share.maximum(share.literal(1e-30))) };
    },
  });

/** u ← α·u, averaged with β₁, + λ·(α, η or 1)·w: all that depends on the rate. */
const stepStage = ({
  relativeStep,
  scaleParameter,
  momentumPrecision,
  decayForm,
  learningRate,
  epsilon2,
  beta1,
  weightDecay,
}: Omit<Required<AdaFactorOptions>, keyof FactoredRmsOptions>): Transform => {
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
  const isRounded = momentumPrecision === "bfloat16";
  return transform({
    name: "averageRelativeSteps",
    config: { learningRate, epsilon2, beta1, weightDecay, momentumPrecision, ...choices },
    rules: stepRules,
    scope: "tensor",
    slots: { m: zeroed },
    knobs: ({ step, learningRate, beta1 }) => ({
      rho: rateOf(learningRate, step),
      gain: isRounded ? Math.fround(1 - beta1) : 1 - beta1,
    }),
    update: ({ update, parameter, m: old, rho, gain, learningRate, epsilon2, beta1, weightDecay }) => {
      const alpha = alphaOf(parameter, rho, epsilon2);
      const step = update.mul(alpha);
      const m = isRounded
        ? toBfloat16(old.add(toFloat32(toFloat32(toBfloat16(step).sub(old)).mul(gain))))
        : old.mul(beta1).add(step.mul(gain));
      return { update: decayed(m, parameter, weightDecay, alpha, learningRate), m };
    },
  });
};

/**
 * Adafactor: U = g/√V, V = r·c/mean(r) of row and column means of g², w ← w − α·U, α = max(ε₂, RMS(w))·min(η, 1/√t),
 * U bounded by its RMS. Shazeer & Stern 2018, arXiv:1804.04235; with an average of steps in bfloat16 and β₂ ≤ 0.999
 * after Zhai et al. 2022, arXiv:2106.04560. Memory 1×; the paper's own rule, `beta1: 0`, keeps far less than 1× for
 * matrices.
 *
 * The defaults are those of pytorch_optimizer, down to two things that no paper says: its clip divides by
 * min(1, RMS(U)/d), which lengthens short updates, and between steps it keeps 1/√c in place of c, so that only rows
 * are told apart in the end. The paper's rule is `{ beta1: 0, beta2: 1, clippingForm: "shorten", columnForm: "mean" }`.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(3, 3, 3, 3), shape: [2, 2] } };
 * new Optimizer(weights, adaFactor({ beta1: 0 })).step({ w: [1, 1, 1, 1] });
 * weights.w.data[0]; // 2.97: a hundredth of the weights' RMS
 */
export const adaFactor: Recipe<AdaFactorOptions> = defineRecipe<AdaFactorOptions>({
  name: "adaFactor",
  command: "adafactor",
  summary: "Steps in proportion to the weights, with squares kept as rows and columns",
  formula: "V = r·c/mean(r) of row and column means of g², w ← w − max(ε₂, RMS(w))·min(η, 1/√t)·g/√V",
  source: "Shazeer & Stern 2018, arXiv:1804.04235; Zhai et al. 2022, arXiv:2106.04560",
  memory: "1× (with beta1 0, matrices [m, n] keep m + n numbers)",
  whenToUse: "Large models whose optimizer must keep little",
  knownIssue: "By default short updates are lengthened and columns lose their scale; options give the paper's rule",
  rules: {
    ...factoredRmsRules,
    ...stepRules,
    relativeStep: flag,
    scaleParameter: flag,
    momentumPrecision: oneOf(["bfloat16", "full"]),
    clippingThreshold: notNegative,
    clippingForm: oneOf(["lengthen", "shorten"]),
    decayForm: oneOf(["step", "rate", "plain"]),
  },
  defaults: {
    ...factoredRmsDefaults,
    beta2: 0.999,
    columnForm: "inverseRoot",
    learningRate: 0.01,
    relativeStep: true,
    scaleParameter: true,
    epsilon2: 1e-3,
    beta1: 0.9,
    momentumPrecision: "bfloat16",
    clippingThreshold: 1,
    clippingForm: "lengthen",
    weightDecay: 0,
    decayForm: "step",
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    matrix: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
  },
  build: ({
    beta2Decay,
    beta2,
    epsilon1,
    epsilonForm,
    columnForm,
    factored,
    factoredAxes,
    factoredFrom,
    clippingThreshold,
    clippingForm,
    ...step
  }): readonly OptimizerSpec[] => [
    factoredRmsStage({ beta2Decay, beta2, epsilon1, epsilonForm, columnForm, factored, factoredAxes, factoredFrom }),
    ...(clippingThreshold === 0
      ? []
      : [clippingForm === "shorten" ? clipByBlockRms(clippingThreshold) : lengthen(clippingThreshold)]),
    stepStage({ ...step, clippingThreshold, clippingForm }),
    scale(-1),
  ],
});
