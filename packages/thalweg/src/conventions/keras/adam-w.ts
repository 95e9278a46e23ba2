import { type Convention, defineConvention } from "../convention.ts";
import { adamDefaults, adamRule, adamRules, epsilonDifference, type KerasAdamOptions } from "./adam.ts";
import { kerasStages } from "./optimizer.ts";

/** Adam's options, with λ 0.004 unless given. */
export interface KerasAdamWOptions extends KerasAdamOptions {}

/**
 * `keras.optimizers.AdamW`: w ← w − ηλw, then Adam's step. Memory 2×, with `amsgrad` 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.adamW({ learningRate: 0.01, weightDecay: 0.1, epsilon: 0 })).step({ w: [10] });
 * weights.w[0]; // 4.985
 */
export const adamW: Convention<KerasAdamWOptions> = defineConvention<KerasAdamWOptions>({
  library: "keras",
  name: "adamW",
  original: "keras.optimizers.AdamW",
  formula: "w ← w − ηλw, w ← w − η√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)",
  differences: [epsilonDifference, "λ is 0.004 and ε 1e-7; ours are 0.01 and 1e-8"],
  rules: adamRules,
  defaults: { ...adamDefaults, weightDecay: 0.004 },
  build: (options) => kerasStages("adamW", options, [adamRule(options)]),
});
