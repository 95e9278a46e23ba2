import { decay, notNegative, readOptions, share } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface QuasiHyperbolicOptions {
  /** β of v ← βv + (1 − β)g; 0.999 unless given. */
  momentum?: Hyper;
  /** ν in [0, 1]: the share of v in the step; 0.7 unless given. 1 is momentum, 0 gradient descent. */
  nu?: Hyper;
}

export interface QhmOptions extends QuasiHyperbolicOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
}

const rules = { momentum: decay, nu: share };
const defaults = { momentum: 0.999, nu: 0.7 };

/**
 * Quasi-hyperbolic momentum: v ← βv + (1 − β)u, u ← (1 − ν)u + νv. Ma & Yarats 2019, arXiv:1810.06801.
 * Memory 1×.
 *
 * @example
 * const mixed = chain(quasiHyperbolicMomentum({ nu: 0.7 }), scaleByLearningRate(0.1));
 */
export const quasiHyperbolicMomentum = (options: QuasiHyperbolicOptions = {}): Transform =>
  mixedStage(readOptions("quasiHyperbolicMomentum", options, rules, defaults));

const mixedStage = (config: Required<QuasiHyperbolicOptions>): Transform =>
  transform({
    name: "quasiHyperbolicMomentum",
    config,
    rules,
    slots: { v: zeroed },
    knobs: ({ momentum, nu }) => ({ gain: 1 - momentum, freshness: 1 - nu }),
    update: ({ update, v: old, momentum, nu, gain, freshness }) => {
      const v = old.mul(momentum).add(update.mul(gain));
      return { update: update.mul(freshness).add(v.mul(nu)), v };
    },
  });

/**
 * QHM: v ← βv + (1 − β)g, w ← w − η((1 − ν)g + νv): part gradient descent, part momentum, and Nesterov's
 * rule when ν = β. Ma & Yarats 2019, arXiv:1810.06801. Memory 1×. The average is not corrected for its start
 * at 0, and with (1 − β) in it a rate tuned for v ← βv + g must be divided by 1 − β.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, qhm({ learningRate: 0.1, momentum: 0.9, nu: 0.5 })).step({ w: [10] });
 * weights.w[0]; // 4.45: v = 1, and half of g + v is 5.5
 */
export const qhm: Recipe<QhmOptions> = defineRecipe<QhmOptions>({
  name: "qhm",
  command: "qhm",
  summary: "Part gradient descent, part momentum",
  formula: "v ← βv + (1 − β)g, w ← w − η((1 − ν)g + νv)",
  source: "Ma & Yarats 2019, arXiv:1810.06801",
  memory: "1×",
  whenToUse: "Where momentum is used: a long average steadies the step while the gradient keeps it quick",
  knownIssue: "A rate tuned for v ← βv + g must be divided by 1 − β",
  rules: { learningRate: notNegative, ...rules },
  defaults: { learningRate: 0.01, ...defaults },
  settings: {
    ravine: { learningRate: 0.01, momentum: 0.9 },
    rosenbrock: { learningRate: 3e-3, momentum: 0.9, steps: 20_000 },
    booth: { learningRate: 0.03, momentum: 0.9 },
    garments: { learningRate: 0.3, momentum: 0.9 },
  },
  build: ({ learningRate, ...mixture }) => [mixedStage(mixture), rateStage(learningRate)],
});
