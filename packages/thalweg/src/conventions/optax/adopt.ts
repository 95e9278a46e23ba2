import { adopt as ours } from "../../optimizers/catalogue/adopt.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdoptOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.9999 unless given. */
  beta2?: Hyper;
  /** ε, the least divisor; 1e-6 unless given. */
  epsilon?: Hyper;
  /** Whether the step looks ahead: β₁m + (1 − β₁)u; false unless given. */
  nesterov?: boolean;
  /** Whether scaled gradients are clamped to ±(t − 1)^¼; true unless given. */
  clipping?: boolean;
}

/**
 * `optax.contrib.adopt`: ADOPT that numbers updates from 0 in its clamp, as the paper does. Memory 2×. The first
 * update moves nothing.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, optax.adopt({ learningRate: 0.1 }));
 * optimizer.step({ w: [10] });
 * optimizer.step({ w: [5] });
 * weights.w[0]; // 4.995
 */
export const adopt: Convention<OptaxAdoptOptions> = defineConvention<OptaxAdoptOptions>({
  library: "optax",
  name: "adopt",
  original: "optax.contrib.adopt",
  formula: "m ← β₁m + (1 − β₁)clamp(g/max(√v, ε), ±(t − 1)^¼), w ← w − ηm, v ← β₂v + (1 − β₂)g²",
  differences: [
    "Scaled gradients are clamped to ±(t − 1)^¼, so that the second update has 1; ours, as pytorch_optimizer, has t^¼",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    nesterov: flag,
    clipping: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.9999,
    epsilon: 1e-6,
    nesterov: false,
    clipping: true,
  },
  build: (options) => [ours({ ...options, clipStart: 1 })],
});
