import { adaDelta } from "../../optimizers/catalogue/ada-delta.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasAdadeltaOptions extends KerasOptions {
  /** η; 1e-3 unless given. The paper's rule has 1. */
  learningRate?: Hyper;
  /** ρ; 0.95 unless given. */
  rho?: Hyper;
  /** ε inside both roots; 1e-7 unless given. */
  epsilon?: Hyper;
}

/**
 * `keras.optimizers.Adadelta`: Δ = √(d + ε)/√(v + ε)·g, w ← w − ηΔ. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.adadelta({ learningRate: 1, rho: 0.75, epsilon: 11 })).step({ w: [10] });
 * weights.w[0]; // -0.5277079839256667: √11/√(25 + 11) of 10
 */
export const adadelta: Convention<KerasAdadeltaOptions> = defineConvention<KerasAdadeltaOptions>({
  library: "keras",
  name: "adadelta",
  original: "keras.optimizers.Adadelta",
  formula: "w ← w − ηλw, v ← ρv + (1 − ρ)g², Δ = √(d + ε)/√(v + ε)·g, d ← ρd + (1 − ρ)Δ², w ← w − ηΔ",
  differences: ["η is 1e-3 and ε 1e-7; ours are 1, as in the paper, and 1e-6"],
  rules: { learningRate: notNegative, rho: decay, epsilon: notNegative, ...kerasRules },
  defaults: { learningRate: 1e-3, rho: 0.95, epsilon: kerasEpsilon, ...kerasDefaults },
  build: (options) => {
    const { learningRate, rho, epsilon } = options;
    return kerasStages("adadelta", options, [adaDelta({ learningRate, rho, epsilon })]);
  },
});
