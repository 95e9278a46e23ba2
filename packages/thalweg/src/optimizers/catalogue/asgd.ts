import { fixedNotNegative, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { copied, type Hyper, type Transform, transform } from "../transform.ts";

export interface AsgdOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** λ, decay of the weights and of the rate; 1e-4 unless given. */
  lambda?: Hyper;
  /** α, the power with which the rate falls; 0.75 unless given. */
  alpha?: Hyper;
  /** t₀, the update after which weights are averaged; 1e6 unless given. */
  t0?: number;
}

const asgdRules = { learningRate: notNegative, lambda: notNegative, alpha: notNegative, t0: fixedNotNegative };

const asgdStage = (config: Required<AsgdOptions>): Transform =>
  transform({
    name: "asgd",
    config: { ...config },
    rules: asgdRules,
    place: "last",
    slots: { ax: copied },
    knobs: ({ step, learningRate, lambda, alpha, t0 }) => {
      const rate = learningRate / (1 + lambda * learningRate * (step - 1)) ** alpha;
      return { rate, shrink: lambda * rate, mu: 1 / Math.max(1, step - 1 - t0) };
    },
    update: ({ update, parameter, ax, rate, shrink, mu }) => {
      const change = parameter.mul(shrink).add(update.mul(rate)).neg();
      return { update: change, ax: ax.add(parameter.add(change).sub(ax).mul(mu)) };
    },
    evaluation: { weights: ({ ax }) => ax },
  });

/**
 * Averaged gradient descent: w ← w − ηₜ(g + λw), ηₜ = η/(1 + λη(t − 1))^α; the mean a of the weights
 * after update t₀, a ← a + (w − a)/max(1, t − 1 − t₀), is what to evaluate with. Polyak & Juditsky 1992, "Acceleration of
 * Stochastic Approximation by Averaging". Memory 1×. With the default t₀ shorter trainings average nothing.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, asgd({ learningRate: 0.1, lambda: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 3.995
 */
export const asgd: Recipe<AsgdOptions> = defineRecipe<AsgdOptions>({
  name: "asgd",
  command: "asgd",
  summary: "Gradient descent whose mean over the updates is the result",
  formula: "w ← w − ηₜ(g + λw), ηₜ = η/(1 + λη(t − 1))^α, a ← a + (w − a)/max(1, t − 1 − t₀)",
  source: "Polyak & Juditsky 1992",
  memory: "1×",
  whenToUse: "Convex problems with noisy gradients, such as linear classifiers",
  knownIssue: "The default t₀ of a million averages nothing in shorter trainings",
  rules: asgdRules,
  defaults: { learningRate: 0.01, lambda: 1e-4, alpha: 0.75, t0: 1e6 },
  settings: {
    ravine: { learningRate: 0.01, lambda: 0 },
    rosenbrock: { learningRate: 1.5e-3, lambda: 0, steps: 20_000 },
    booth: { learningRate: 0.01, lambda: 0, t0: 1000 },
    garments: { learningRate: 0.1 },
  },
  build: (options) => [asgdStage(options)],
});
