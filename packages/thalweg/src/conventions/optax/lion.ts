import { lion as ours } from "../../optimizers/catalogue/lion.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxLionOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.99 unless given. */
  beta2?: Hyper;
  /** λ; 1e-3 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.lion`: w ← w − η(sign(β₁m + (1 − β₁)g) + λw), then m ← β₂m + (1 − β₂)g. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.lion({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.8995
 */
export const lion: Convention<OptaxLionOptions> = defineConvention<OptaxLionOptions>({
  library: "optax",
  name: "lion",
  original: "optax.lion",
  formula: "w ← w − η(sign(β₁m + (1 − β₁)g) + λw), m ← β₂m + (1 − β₂)g",
  differences: ["λ is 1e-3; ours 0", "The rate must be given; ours is 1e-4"],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.99,
    weightDecay: 1e-3,
  },
  build: (options) => [ours(options)],
});
