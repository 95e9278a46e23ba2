import { cosine } from "../../schedules/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { decay, fixedNotNegative, flag, notNegative, oneOf, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { momentumStage } from "../stages/accumulate-momentum.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { filled, type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface RmsScaling {
  /** ρ; 0.9 unless given. */
  rho?: Hyper;
  /** ε; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Whether the divisor is √(v + ε) instead of √v + ε; false unless given. */
  epsilonInsideRoot?: boolean;
  /** Whether v measures the spread around the mean gradient, v − m²; false unless given. */
  centered?: boolean;
  /** Whether averages are divided by 1 − ρᵗ; false unless given. */
  biasCorrection?: boolean;
  /** What v starts with; 0 unless given. */
  initialScale?: number;
}

export interface RmsPropOptions extends RmsScaling {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β of momentum on the scaled gradient; 0, and none then, unless given. */
  momentum?: Hyper;
  /** Whether momentum adds steps of the rate ("rateInside") or the rate multiplies momentum ("plain", unless given). */
  momentumForm?: "plain" | "rateInside";
}

const scalingRules = {
  rho: decay,
  epsilon: notNegative,
  epsilonInsideRoot: flag,
  centered: flag,
  biasCorrection: flag,
  initialScale: fixedNotNegative,
};
const scalingDefaults = {
  rho: 0.9,
  epsilon: 1e-8,
  epsilonInsideRoot: false,
  centered: false,
  biasCorrection: false,
  initialScale: 0,
};

/**
 * RMSProp's scaling: v ← ρv + (1 − ρ)u², u ← u/(√v + ε); centered, √(v − m²) with m ← ρm + (1 − ρ)u.
 * Tieleman & Hinton 2012, lecture 6.5; centered: Graves 2013, arXiv:1308.0850. Memory 1×, centered 2×.
 *
 * @example
 * const scaled = chain(scaleByRms({ rho: 0.99 }), scaleByLearningRate(1e-3));
 */
export const scaleByRms = (options: RmsScaling = {}): Transform =>
  rmsStage(readOptions("scaleByRms", options, scalingRules, scalingDefaults));

const rmsStage = ({ centered, initialScale, ...config }: Required<RmsScaling>): Transform => {
  const { biasCorrection, epsilonInsideRoot } = config;
  const counters = { decay: 1 };
  const knobs = ({ rho, counters }: { rho: number; counters: { decay: number } }) => {
    counters.decay *= rho;
    return { gain: 1 - rho, unbias: biasCorrection ? 1 / (1 - counters.decay) : 1 };
  };
  const divided = (update: Tensor, v: Tensor, epsilon: Tensor): Tensor =>
    update.div(epsilonInsideRoot ? v.add(epsilon).sqrt() : v.sqrt().add(epsilon));
  const unbiased = (average: Tensor, unbias: Tensor): Tensor => (biasCorrection ? average.mul(unbias) : average);
  if (!centered) {
    return transform({
      name: "scaleByRms",
      config,
      rules: scalingRules,
      slots: { v: filled(initialScale) },
      counters,
      knobs,
      update: ({ update, v: old, rho, epsilon, gain, unbias }) => {
        const v = old.mul(rho).add(update.mul(gain).mul(update));
        return { update: divided(update, unbiased(v, unbias), epsilon), v };
      },
    });
  }
  return transform({
    name: "scaleByCenteredRms",
    config,
    rules: scalingRules,
    slots: { v: filled(initialScale), m: zeroed },
    counters,
    knobs,
    update: ({ update, v: oldV, m: oldM, rho, epsilon, gain, unbias }) => {
      const v = oldV.mul(rho).add(update.mul(gain).mul(update));
      const m = oldM.add(update.sub(oldM).mul(gain));
      // Rounding may push v − m² below 0 where the gradient is steady.
      const spread = unbiased(v, unbias).sub(unbiased(m, unbias).square()).maximum(v.literal(0));
      return { update: divided(update, spread, epsilon), v, m };
    },
  });
};

/**
 * RMSProp: v ← ρv + (1 − ρ)g², w ← w − ηg/(√v + ε), by option centered and with momentum.
 * Tieleman & Hinton 2012, lecture 6.5. Memory 1–3×. No bias correction: the first steps are up to
 * 1/√(1 − ρ) times too long, unless it is asked for.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, rmsProp({ learningRate: 0.01, rho: 0.75 })).step({ w: [10] });
 * weights.w[0]; // 4.98: the step is η/√(1 − ρ), but for ε
 */
export const rmsProp: Recipe<RmsPropOptions> = defineRecipe<RmsPropOptions>({
  name: "rmsProp",
  command: "rmsprop",
  summary: "Gradients divided by their recent size",
  formula: "v ← ρv + (1 − ρ)g², w ← w − ηg/(√v + ε)",
  source: "Tieleman & Hinton 2012, lecture 6.5",
  memory: "1–3×",
  whenToUse: "Recurrent networks, with clipping",
  knownIssue: "No bias correction: the first steps are up to 1/√(1 − ρ) times too long",
  rules: {
    learningRate: notNegative,
    ...scalingRules,
    momentum: decay,
    momentumForm: oneOf(["plain", "rateInside"]),
  },
  defaults: { learningRate: 1e-3, ...scalingDefaults, momentum: 0, momentumForm: "plain" },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 3e-3, total: 20_000 }), steps: 20_000 },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
  },
  build: ({ learningRate, momentum, momentumForm, ...scaling }) => {
    const scaled = rmsStage(scaling);
    const rate = rateStage(learningRate);
    if (momentum === 0) return [scaled, rate];
    const accumulate = momentumStage({ beta: momentum, dampening: 0, biasCorrection: false, nesterov: false });
    return momentumForm === "plain" ? [scaled, accumulate, rate] : [scaled, rate, accumulate];
  },
});
