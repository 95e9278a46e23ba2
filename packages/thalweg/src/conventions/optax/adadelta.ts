import { adaDelta as ours } from "../../optimizers/catalogue/ada-delta.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { addL2 } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdadeltaOptions {
  /** η; 1 unless given. */
  learningRate?: Hyper;
  /** ρ; 0.9 unless given. */
  rho?: Hyper;
  /** ε inside both roots; 1e-6 unless given. */
  epsilon?: Hyper;
  /** λ of L2: λw is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.adadelta`: v ← ρv + (1 − ρ)g², Δ = √(d + ε)/√(v + ε)·g, w ← w − ηΔ. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adadelta({ epsilon: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.004963
 */
export const adadelta: Convention<OptaxAdadeltaOptions> = defineConvention<OptaxAdadeltaOptions>({
  library: "optax",
  name: "adadelta",
  original: "optax.adadelta",
  formula: "g ← g + λw, Δ = √(d + ε)/√(v + ε)·g, w ← w − ηΔ",
  differences: [
    "ρ is 0.9; ours 0.95",
    "`weightDecay` is L2, λw added to the gradient; ours has none and leaves it to `addL2`",
  ],
  rules: {
    learningRate: notNegative,
    rho: decay,
    epsilon: notNegative,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1,
    rho: 0.9,
    epsilon: 1e-6,
    weightDecay: 0,
  },
  build: ({ weightDecay, ...options }) => [...(weightDecay === 0 ? [] : [addL2(weightDecay)]), ours(options)],
});
