import { type AdamOptions, adamDefaults, adamRules, adamStage } from "./adam.ts";
import type { Chain } from "./chain.ts";
import { notNegative } from "./options.ts";
import { defineRecipe } from "./recipe.ts";
import { rateStage } from "./scale-by-learning-rate.ts";
import type { Hyper } from "./transform.ts";
import { decayStage } from "./weight-decay.ts";

export interface AdamWOptions extends AdamOptions {
  /** λ; 0.01 unless given. */
  weightDecay?: Hyper;
}

/**
 * AdamW: w ← w − η(m̂/(√v̂ + ε) + λw), the old w on the right: decay apart from the averages.
 * Loshchilov & Hutter 2019, arXiv:1711.05101. Memory 2×. The decay is multiplied by the rate, so a
 * schedule of the rate weakens it, too.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adamW({ learningRate: 0.01, weightDecay: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.98500000001
 */
export const adamW = (options: AdamWOptions = {}): Chain => adamWRecipe.create(options);

export const adamWRecipe = defineRecipe<AdamWOptions>({
  name: "adamW",
  command: "adamw",
  summary: "Adam with weight decay apart from its averages",
  formula: "w ← w − η(m̂/(√v̂ + ε) + λw)",
  source: "Loshchilov & Hutter 2019, arXiv:1711.05101",
  memory: "2×",
  knownIssue: "The decay is multiplied by the rate, so a schedule of the rate weakens it, too",
  rules: { learningRate: notNegative, ...adamRules, weightDecay: notNegative },
  defaults: { learningRate: 1e-3, ...adamDefaults, weightDecay: 0.01 },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    adamStage(scaling),
    decayStage(weightDecay),
    rateStage(learningRate),
  ],
});
