import { adaMax as ours } from "../../optimizers/catalogue/ada-max.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdamaxOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε inside the maximum; 1e-8 unless given. */
  epsilon?: Hyper;
}

/**
 * `optax.adamax`: u ← max(β₂u, |g| + ε), w ← w − η m̂/u. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adamax({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const adamax: Convention<OptaxAdamaxOptions> = defineConvention<OptaxAdamaxOptions>({
  library: "optax",
  name: "adamax",
  original: "optax.adamax",
  formula: "u ← max(β₂u, |g| + ε), w ← w − η m̂/u",
  differences: [
    "ε enters the maximum, max(β₂u, |g| + ε); ours is added to u in the divisor",
    "The rate is 1e-3; ours 2e-3",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  },
  build: (options) => [ours({ ...options, epsilonInsideMaximum: true })],
});
