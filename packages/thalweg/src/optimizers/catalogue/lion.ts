import { cosine } from "../../schedules/index.ts";
import { decay, notNegative, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface LionScaling {
  /** β₁: how much of m the step's sign is taken of; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂: how much of m each step keeps; 0.99 unless given. */
  beta2?: Hyper;
}

export interface LionOptions extends LionScaling {
  /** η, the length of every element's step; 1e-4 unless given, about a tenth of Adam's. */
  learningRate?: Hyper;
  /** λ of decay apart from m; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay };
const scalingDefaults = { beta1: 0.9, beta2: 0.99 };

/**
 * Lion's direction: u ← sign(β₁m + (1 − β₁)u) with the old m, then m ← β₂m + (1 − β₂)u.
 * Chen et al. 2023, arXiv:2302.06675. Memory 1×.
 *
 * @example
 * const signs = chain(scaleByLion({ beta2: 0.95 }), scaleByLearningRate(1e-4));
 */
export const scaleByLion = (options: LionScaling = {}): Transform =>
  lionStage(readOptions("scaleByLion", options, scalingRules, scalingDefaults));

const lionStage = (config: Required<LionScaling>): Transform =>
  transform({
    name: "scaleByLion",
    config,
    rules: scalingRules,
    slots: { m: zeroed },
    knobs: ({ beta1, beta2 }) => ({ freshness: 1 - beta1, gain: 1 - beta2 }),
    update: ({ update, m: old, beta1, beta2, freshness, gain }) => ({
      update: old.mul(beta1).add(update.mul(freshness)).sign(),
      m: old.mul(beta2).add(update.mul(gain)),
    }),
  });

/**
 * Lion: w ← w − η(sign(β₁m + (1 − β₁)g) + λw), then m ← β₂m + (1 − β₂)g: every element moves by exactly η.
 * Chen et al. 2023, arXiv:2302.06675. Memory 1×. Steps keep their length near a minimum, so the rate must
 * fall towards the end.
 *
 * @example
 * const weights = { w: Float64Array.of(5, 5) };
 * new Optimizer(weights, lion({ learningRate: 0.01 })).step({ w: [10, -0.001] });
 * weights.w; // [4.99, 5.01]
 */
export const lion: Recipe<LionOptions> = defineRecipe<LionOptions>({
  name: "lion",
  command: "lion",
  summary: "Steps of one length, by the sign of momentum",
  formula: "w ← w − η(sign(β₁m + (1 − β₁)g) + λw), m ← β₂m + (1 − β₂)g",
  source: "Chen et al. 2023, arXiv:2302.06675",
  memory: "1×",
  whenToUse: "Large batches and transformers, with a third to a tenth of AdamW's rate and as much more decay",
  knownIssue: "Steps keep their length near a minimum, so the rate must fall towards the end",
  rules: { learningRate: notNegative, ...scalingRules, weightDecay: notNegative },
  defaults: { learningRate: 1e-4, ...scalingDefaults, weightDecay: 0 },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 3e-3, total: 20_000 }), steps: 20_000 },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    garments: { learningRate: 1e-3 },
  },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    lionStage(scaling),
    decayStage(weightDecay),
    rateStage(learningRate),
  ],
});
