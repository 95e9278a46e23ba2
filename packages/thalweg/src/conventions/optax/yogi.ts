import { yogi as ours } from "../../optimizers/catalogue/yogi.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxYogiOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-3 unless given. */
  epsilon?: Hyper;
}

/**
 * `optax.yogi`: v ← v − (1 − β₂)sign(v − g²)g², w ← w − η m̂/(√v̂ + ε), m and v starting at 1e-6. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.yogi({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.90001
 */
export const yogi: Convention<OptaxYogiOptions> = defineConvention<OptaxYogiOptions>({
  library: "optax",
  name: "yogi",
  original: "optax.yogi",
  formula: "v ← v − (1 − β₂)sign(v − g²)g², w ← w − η m̂/(√v̂ + ε), m and v starting at 1e-6",
  differences: ["The rate must be given; ours is 0.01"],
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
    epsilon: 1e-3,
  },
  build: (options) => [ours(options)],
});
