import { notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import type { Hyper } from "../transform.ts";

export interface GradientDescentOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
}

/**
 * Gradient descent: w ← w − ηg. Cauchy 1847; on mini-batches Robbins & Monro 1951. Memory 0×. Slow on
 * ill-conditioned surfaces, where it zig-zags across a valley instead of following it.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, gradientDescent({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4
 */
export const gradientDescent: Recipe<GradientDescentOptions> = defineRecipe<GradientDescentOptions>({
  name: "gradientDescent",
  command: "gd",
  summary: "Straight downhill",
  formula: "w ← w − ηg",
  source: "Cauchy 1847; Robbins & Monro 1951",
  memory: "0×",
  whenToUse: "The baseline to compare with, and full batches of smooth, well-conditioned problems",
  knownIssue: "Slow on ill-conditioned surfaces: it zig-zags across a valley instead of following it",
  rules: { learningRate: notNegative },
  defaults: { learningRate: 0.01 },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 1.5e-3, steps: 20_000 },
    booth: { learningRate: 0.01 },
    garments: { learningRate: 0.1 },
  },
  build: ({ learningRate }) => [rateStage(learningRate)],
});
