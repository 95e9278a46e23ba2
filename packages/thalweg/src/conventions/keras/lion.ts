import { lion as ours } from "../../optimizers/catalogue/lion.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasLionOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.99 unless given. */
  beta2?: Hyper;
}

/**
 * `keras.optimizers.Lion`: w ← w − η·sign(β₁m + (1 − β₁)g), m ← β₂m + (1 − β₂)g. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.lion({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const lion: Convention<KerasLionOptions> = defineConvention<KerasLionOptions>({
  library: "keras",
  name: "lion",
  original: "keras.optimizers.Lion",
  formula: "w ← w − ηλw, w ← w − η·sign(β₁m + (1 − β₁)g), m ← β₂m + (1 − β₂)g",
  differences: ["η is 1e-3; ours is 1e-4, as in the paper"],
  rules: { learningRate: notNegative, beta1: decay, beta2: decay, ...kerasRules },
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.99, ...kerasDefaults },
  build: (options) => {
    const { learningRate, beta1, beta2 } = options;
    return kerasStages("lion", options, [ours({ learningRate, beta1, beta2 })]);
  },
});
