import { cosine } from "../../schedules/index.ts";
import { decay, notNegative, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdaDeltaScaling {
  /** ρ; 0.95 unless given. */
  rho?: Hyper;
  /** ε inside both roots; 1e-6 unless given. It sets the length of the first steps. */
  epsilon?: Hyper;
}

export interface AdaDeltaOptions extends AdaDeltaScaling {
  /** η; 1 unless given, with which the rule stands as in the paper. */
  learningRate?: Hyper;
}

const scalingRules = { rho: decay, epsilon: notNegative };
const scalingDefaults = { rho: 0.95, epsilon: 1e-6 };

/**
 * AdaDelta's scaling: v ← ρv + (1 − ρ)u², Δ = √(d + ε)/√(v + ε)·u, d ← ρd + (1 − ρ)Δ², u ← Δ.
 * Zeiler 2012, arXiv:1212.5701. Memory 2×.
 *
 * @example
 * const unitless = chain(scaleByAdaDelta({ rho: 0.9 }), scaleByLearningRate(1));
 */
export const scaleByAdaDelta = (options: AdaDeltaScaling = {}): Transform =>
  adaDeltaStage(readOptions("scaleByAdaDelta", options, scalingRules, scalingDefaults));

const adaDeltaStage = ({ rho, epsilon }: Required<AdaDeltaScaling>): Transform =>
  transform({
    name: "scaleByAdaDelta",
    config: { rho, epsilon },
    rules: scalingRules,
    slots: { v: zeroed, d: zeroed },
    knobs: ({ rho }) => ({ gain: 1 - rho }),
    update: ({ update, v: oldV, d: oldD, rho, epsilon, gain }) => {
      const v = oldV.mul(rho).add(update.square().mul(gain));
      const step = oldD.add(epsilon).sqrt().div(v.add(epsilon).sqrt()).mul(update);
      return { update: step, v, d: oldD.mul(rho).add(step.square().mul(gain)) };
    },
  });

/**
 * AdaDelta: v ← ρv + (1 − ρ)g², Δ = √(d + ε)/√(v + ε)·g, d ← ρd + (1 − ρ)Δ², w ← w − ηΔ: steps measured
 * in units of earlier steps, so that no rate has to be chosen. Zeiler 2012, arXiv:1212.5701. Memory 2×.
 * The first steps are about √(ε/(1 − ρ)) long and grow slowly.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adaDelta({ rho: 0.75, epsilon: 1e-4 })).step({ w: [10] });
 * weights.w[0]; // 4.980000039999881
 */
export const adaDelta: Recipe<AdaDeltaOptions> = defineRecipe<AdaDeltaOptions>({
  name: "adaDelta",
  command: "adadelta",
  summary: "Gradients scaled by the size of recent steps over that of recent gradients",
  formula: "v ← ρv + (1 − ρ)g², Δ = √(d + ε)/√(v + ε)·g, d ← ρd + (1 − ρ)Δ², w ← w − ηΔ",
  source: "Zeiler 2012, arXiv:1212.5701",
  memory: "2×",
  whenToUse: "Where no rate is to be chosen and a slow start does no harm",
  knownIssue: "The first steps are about √(ε/(1 − ρ)) long, whatever the weights' size, and grow slowly",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 1, ...scalingDefaults },
  settings: {
    ravine: { learningRate: cosine({ peak: 1, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 1, total: 20_000 }), steps: 20_000 },
    booth: { learningRate: cosine({ peak: 1, total: 5000 }) },
  },
  build: ({ learningRate, ...scaling }) => [adaDeltaStage(scaling), rateStage(learningRate)],
});
