import { where } from "../../tensor/index.ts";
import { decay, flag, notNegative, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface RAdamScaling {
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** Whether ε is added to √v, before v's correction, instead of √v̂; false unless given. */
  epsilonBeforeCorrection?: boolean;
  /** ρ from which on the step is divided by √v̂; 5 unless given. The paper's is 4, its authors' program's 5. */
  threshold?: Hyper;
  /** Whether β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ) takes the place of m̂, as in Optax; false unless given. */
  nesterov?: boolean;
}

export interface RAdamOptions extends RAdamScaling {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  epsilonRoot: notNegative,
  epsilonBeforeCorrection: flag,
  threshold: notNegative,
  nesterov: flag,
};
const scalingDefaults = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  epsilonRoot: 0,
  epsilonBeforeCorrection: false,
  threshold: 5,
  nesterov: false,
};

/** r of the paper: what the variance of 1/√v̂ over ρ averaged gradients asks for. */
export const rectification = (rho: number, limit: number): number =>
  Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));

/**
 * RAdam's scaling: m̂ while ρ is below the threshold, then r·m̂/(√v̂ + ε); ρ = ρ∞ − 2tβ₂ᵗ/(1 − β₂ᵗ),
 * ρ∞ = 2/(1 − β₂) − 1, r² = (ρ − 4)(ρ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρ). Liu et al. 2020, arXiv:1908.03265.
 * Memory 2×.
 *
 * @example
 * const rectified = chain(scaleByRAdam(), scaleByLearningRate(1e-3));
 */
export const scaleByRAdam = (options: RAdamScaling = {}): Transform =>
  rAdamStage(readOptions("scaleByRAdam", options, scalingRules, scalingDefaults));

const rAdamStage = ({ epsilonBeforeCorrection, nesterov, ...config }: Required<RAdamScaling>): Transform =>
  transform({
    name: "scaleByRAdam",
    config: { ...config, epsilonBeforeCorrection, nesterov },
    rules: scalingRules,
    slots: { m: zeroed, v: zeroed },
    counters: { mDecay: 1, vDecay: 1 },
    knobs: ({ step, beta1, beta2, threshold, counters }) => {
      counters.mDecay *= beta1;
      counters.vDecay *= beta2;
      const limit = 2 / (1 - beta2) - 1;
      const rho = limit - (2 * step * counters.vDecay) / (1 - counters.vDecay);
      // Below 4 there is no r, whatever the threshold.
      const isRectified = rho >= threshold && rho > 4;
      const r = isRectified ? rectification(rho, limit) : 1;
      const vScale = 1 / (1 - counters.vDecay);
      return {
        mGain: 1 - beta1,
        vGain: 1 - beta2,
        mScale: nesterov ? (r * beta1) / (1 - counters.mDecay * beta1) : r / (1 - counters.mDecay),
        gScale: (r * (1 - beta1)) / (1 - counters.mDecay),
        vScale,
        epsilonScale: epsilonBeforeCorrection ? Math.sqrt(vScale) : 1,
        // A number and no branch, so that one program serves all steps.
        rectified: isRectified ? 1 : 0,
      };
    },
    update: (context) => {
      const { update, beta1, beta2, epsilon, epsilonRoot, mGain, vGain, mScale, gScale, vScale } = context;
      const m = context.m.mul(beta1).add(update.mul(mGain));
      const v = context.v.mul(beta2).add(update.square().mul(vGain));
      const root = v.mul(vScale).add(epsilonRoot).sqrt().add(epsilon.mul(context.epsilonScale));
      const direction = nesterov ? m.mul(mScale).add(update.mul(gScale)) : m.mul(mScale);
      return { update: direction.div(where(context.rectified.gt(0), root, root.literal(1))), m, v };
    },
  });

/**
 * RAdam: w ← w − η m̂ for the first updates, then w ← w − η r m̂/(√v̂ + ε), r rising to 1 as v̂ becomes
 * trustworthy: a warmup that follows from β₂. Liu et al. 2020, arXiv:1908.03265. Memory 2×. The first
 * steps are proportional to the gradient, so large gradients at the start need clipping.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, rAdam({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.9: the first step is ηg
 */
export const rAdam: Recipe<RAdamOptions> = defineRecipe<RAdamOptions>({
  name: "rAdam",
  command: "radam",
  summary: "Adam that trusts its averages of squares only as they fill",
  formula: "w ← w − η r m̂/(√v̂ + ε), r from how many gradients v̂ averages; w ← w − η m̂ while they are too few",
  source: "Liu et al. 2020, arXiv:1908.03265",
  memory: "2×",
  whenToUse: "In place of Adam with a warmup, where its length is not worth tuning",
  knownIssue: "The first steps are proportional to the gradient, so large gradients at the start need clipping",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 1e-3, ...scalingDefaults },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01, steps: 10_000 },
    booth: { learningRate: 0.01 },
    garments: { learningRate: 0.01 },
  },
  build: ({ learningRate, ...scaling }) => [rAdamStage(scaling), rateStage(learningRate)],
});
