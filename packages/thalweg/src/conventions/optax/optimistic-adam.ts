import { type AdamScaling, type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, fixedNotNegative, flag, notNegative, orNull } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamDirection } from "./adam-direction.ts";
import { type Optimism, optimismDefaults, optimismRules, scaleByOptimisticGradient } from "./optimistic-gradient.ts";

interface Moments extends Pick<AdamScaling, "beta1" | "beta2" | "epsilon" | "epsilonRoot"> {
  /** Whether m̂ looks one step ahead; true unless given. */
  nesterov?: boolean;
}

export interface OptaxOptimisticAdamOptions extends Moments {
  /** η, a number alone; 1e-3 unless given. Optax asks for it. */
  learningRate?: number;
  /** o, how far a step counts on the last change of r; η unless given. */
  optimism?: number | null;
}

export interface OptaxOptimisticAdamV2Options extends Moments, Optimism {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
}

const momentRules = { beta1: decay, beta2: decay, epsilon: notNegative, epsilonRoot: notNegative, nesterov: flag };
const momentDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, epsilonRoot: 0, nesterov: true };

/**
 * `optax.optimistic_adam`, which Optax calls deprecated: w ← w − ηr − o(r − r₋₁), r Adam's direction. It takes no
 * schedule for η. Daskalakis et al. 2018, arXiv:1711.00141. Memory 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const rule = optax.optimisticAdam({ learningRate: 0.1, nesterov: false, epsilon: 0 });
 * new Optimizer(weights, rule).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const optimisticAdam: Convention<OptaxOptimisticAdamOptions> = defineConvention<OptaxOptimisticAdamOptions>({
  library: "optax",
  name: "optimisticAdam",
  original: "optax.optimistic_adam",
  formula: "w ← w − ηr − o(r − r₋₁), r = (β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ))/(√(v̂ + ε̄) + ε)",
  differences: ["Ours has no such rule; without optimism, o = 0, it is `optax.nadam`"],
  rules: { learningRate: fixedNotNegative, optimism: orNull(fixedNotNegative, "η"), ...momentRules },
  defaults: { learningRate: 1e-3, optimism: null, ...momentDefaults },
  build: ({ learningRate, optimism, nesterov, ...moments }) => [
    adamDirection(moments, nesterov),
    scaleByOptimisticGradient({ alpha: learningRate, beta: optimism ?? learningRate }),
    scaleByLearningRate(1),
  ],
});

/**
 * `optax.optimistic_adam_v2`: w ← w − η((α + β)r − βr₋₁), r Adam's direction, with any schedule for η.
 * Daskalakis et al. 2018, arXiv:1711.00141. Memory 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const rule = optax.optimisticAdamV2({ learningRate: 0.1, nesterov: false, epsilon: 0 });
 * new Optimizer(weights, rule).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const optimisticAdamV2: Convention<OptaxOptimisticAdamV2Options> =
  defineConvention<OptaxOptimisticAdamV2Options>({
    library: "optax",
    name: "optimisticAdamV2",
    original: "optax.optimistic_adam_v2",
    formula: "w ← w − η((α + β)r − βr₋₁), r = (β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ))/(√(v̂ + ε̄) + ε)",
    differences: ["Ours has no such rule; with α = 1 and β = 0 it is `optax.nadam`"],
    rules: { learningRate: notNegative, ...optimismRules, ...momentRules },
    defaults: { learningRate: 1e-3, ...optimismDefaults, ...momentDefaults },
    build: ({ learningRate, alpha, beta, nesterov, ...moments }) => [
      adamDirection(moments, nesterov),
      scaleByOptimisticGradient({ alpha, beta }),
      scaleByLearningRate(learningRate),
    ],
  });
