import type { Shape } from "../../graph/index.ts";
import { concat, type Tensor, where } from "../../tensor/index.ts";
import { decay, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { momentumStage } from "../stages/accumulate-momentum.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { filled, type Hyper, type Transform, transform } from "../transform.ts";

export interface Sm3Options {
  /** η; 0.1 unless given. */
  learningRate?: Hyper;
  /** β of an average of steps, which costs 1× memory; 0, and none then, unless given. */
  momentum?: Hyper;
  /** Added to ν inside the root; 0 unless given. */
  epsilon?: Hyper;
}

/** One number for each row, column and so on. */
const coverOf = (shape: Shape): Shape => [
  Math.max(
    1,
    shape.reduce((sum, size) => sum + size, 0),
  ),
];

/** Where the numbers of each axis lie, and as which shape they stand against the parameter. */
const axesOf = (shape: Shape) => {
  let end = 0;
  return shape.map((size, axis) => {
    const start = end;
    end += size;
    return {
      range: [start, end] as const,
      alone: shape.map((_, other) => (other === axis ? size : 1)),
      others: shape.flatMap((_, other) => (other === axis ? [] : [other])),
    };
  });
};

const sm3Stage = (epsilon: Hyper): Transform =>
  transform({
    name: "scaleBySm3",
    scope: "tensor",
    config: { epsilon },
    rules: { epsilon: notNegative },
    slots: { mu: filled(0, coverOf) },
    update: ({ update, mu, epsilon }) => {
      const axes = axesOf(update.shape);
      const square = update.square();
      const bounds = axes.map(({ range: [start, end], alone }) => mu.slice([start, end]).reshape(alone));
      const nu = square.add(bounds.length > 0 ? bounds.reduce((least, bound) => least.minimum(bound)) : mu.reshape([]));
      const maxima = axes.map(({ others }) => (others.length > 0 ? nu.max(others) : nu));
      return {
        update: where(nu.gt(0), update.div(nu.add(epsilon).sqrt()), update.literal(0)),
        mu: joined(maxima, nu),
      };
    },
  });

const joined = (maxima: readonly Tensor[], nu: Tensor): Tensor => {
  if (maxima.length === 0) return nu.reshape([1]);
  return maxima.length === 1 ? maxima[0] : concat(maxima);
};

/**
 * SM3: AdaGrad that keeps a bound for each row and column instead of a sum for each weight:
 * ν = min(row, column) + g², w ← w − ηg/√ν, and the bounds become the largest ν of their row or column.
 * Anil et al. 2019, arXiv:1901.11150. Memory for an m×n matrix (m + n)/(mn)×, for vectors 1×; with momentum
 * 1× more. As AdaGrad's, its rate shrinks towards 0.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(0, 0, 0, 0), shape: [2, 2] } };
 * const optimizer = new Optimizer(weights, sm3({ learningRate: 1 }));
 * optimizer.step({ w: [3, 0, 0, 4] });
 * optimizer.step({ w: [4, 4, 0, 0] });
 * weights.w.data[1]; // −0.8: the bounds are 9 and 16, so ν = 9 + 16 and 4/√25
 */
export const sm3: Recipe<Sm3Options> = defineRecipe<Sm3Options>({
  name: "sm3",
  command: "sm3",
  summary: "AdaGrad that remembers rows and columns only",
  formula: "ν = min(row, column) + g², w ← w − ηg/√ν, row ← max ν, column ← max ν",
  source: "Anil et al. 2019, arXiv:1901.11150",
  memory: "(m + n)/(mn)× of an m×n matrix, 1× of vectors",
  whenToUse: "Large embeddings and matrices when memory is short",
  knownIssue: "The rate shrinks towards 0, as AdaGrad's does, and bounds are loose where gradients differ within a row",
  rules: { learningRate: notNegative, momentum: decay, epsilon: notNegative },
  defaults: { learningRate: 0.1, momentum: 0, epsilon: 0 },
  settings: {
    ravine: { learningRate: 1 },
    rosenbrock: { learningRate: 0.5, steps: 20_000 },
    booth: { learningRate: 1 },
  },
  build: ({ learningRate, momentum, epsilon }) => [
    sm3Stage(epsilon),
    ...(momentum === 0
      ? []
      : [momentumStage({ beta: momentum, dampening: momentum, biasCorrection: false, nesterov: false })]),
    rateStage(learningRate),
  ],
});
