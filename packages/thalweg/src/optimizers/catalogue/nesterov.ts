import { decay, notNegative, oneOf } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import type { Hyper } from "../transform.ts";
import { type MomentumForm, momentumForms, momentumStages } from "./momentum.ts";

export interface NesterovOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** β; 0.9 unless given. */
  beta?: Hyper;
  /** "plain" unless given; see MomentumForm. */
  form?: MomentumForm;
}

/**
 * Nesterov's momentum: v ← βv + g, w ← w − η(g + βv), the step from where momentum is about to lead.
 * Nesterov 1983; in this form Sutskever et al. 2013. Memory 1×. On noisy gradients the look-ahead gains
 * little over momentum.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, nesterov({ learningRate: 0.1, beta: 0.9 })).step({ w: [10] });
 * weights.w[0]; // 3.1
 */
export const nesterov: Recipe<NesterovOptions> = defineRecipe<NesterovOptions>({
  name: "nesterov",
  command: "nesterov",
  summary: "Momentum with a look ahead",
  formula: "v ← βv + g, w ← w − η(g + βv)",
  source: "Nesterov 1983; Sutskever et al. 2013",
  memory: "1×",
  whenToUse: "Where momentum works and overshoots: smooth problems with little noise",
  knownIssue: "On noisy gradients the look-ahead gains little over momentum",
  rules: { learningRate: notNegative, beta: decay, form: oneOf(momentumForms) },
  defaults: { learningRate: 0.01, beta: 0.9, form: "plain" },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 1e-4, beta: 0.99 },
    booth: { learningRate: 0.01 },
  },
  build: (options) => momentumStages({ ...options, dampening: 0, dampenFirst: true, biasCorrection: false }, true),
});
