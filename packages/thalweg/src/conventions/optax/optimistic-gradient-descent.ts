import { type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type Optimism, optimismDefaults, optimismRules, scaleByOptimisticGradient } from "./optimistic-gradient.ts";

export interface OptaxOptimisticGradientDescentOptions extends Optimism {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
}

/**
 * `optax.optimistic_gradient_descent`: w ← w − η((α + β)g − βg₋₁), at the first update w − ηαg: an extragradient step
 * with one gradient, for games in which plain steps run in circles. Mokhtari et al. 2019, arXiv:1901.08511. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, optax.optimisticGradientDescent({ learningRate: 0.1 }));
 * for (const gradient of [10, 8]) optimizer.step({ w: [gradient] });
 * weights.w[0]; // 3.4
 */
export const optimisticGradientDescent: Convention<OptaxOptimisticGradientDescentOptions> =
  defineConvention<OptaxOptimisticGradientDescentOptions>({
    library: "optax",
    name: "optimisticGradientDescent",
    original: "optax.optimistic_gradient_descent",
    formula: "w ← w − η((α + β)g − βg₋₁), with g₋₁ = g at the first update",
    differences: ["Ours has no such rule"],
    rules: { learningRate: notNegative, ...optimismRules },
    defaults: { learningRate: 1e-3, ...optimismDefaults },
    build: ({ learningRate, ...optimism }) => [scaleByOptimisticGradient(optimism), scaleByLearningRate(learningRate)],
  });
