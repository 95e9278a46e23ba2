import { adam as ours } from "../../optimizers/catalogue/adam.ts";
import { amsGrad } from "../../optimizers/catalogue/ams-grad.ts";
import type { Chain, Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasAdamOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside √v before its correction; 1e-7 unless given. */
  epsilon?: Hyper;
  /** Whether v never shrinks; false unless given. */
  amsgrad?: boolean;
}

export const adamRules = {
  learningRate: notNegative,
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  amsgrad: flag,
  ...kerasRules,
};
export const adamDefaults = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: kerasEpsilon,
  amsgrad: false,
  ...kerasDefaults,
};

export const epsilonDifference =
  "ε is added to √v before the bias correction, η√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε), which is ε/√(1 − β₂ᵗ) beside √v̂; ours is ε beside √v̂ unless `epsilonBeforeCorrection` is true";

/** Keras's rule without what all of its optimizers share. */
export const adamRule = ({ learningRate, beta1, beta2, epsilon, amsgrad }: Required<KerasAdamOptions>): Chain => {
  const rule = amsgrad ? amsGrad : ours;
  return rule({ learningRate, beta1, beta2, epsilon, epsilonBeforeCorrection: true });
};

/**
 * `keras.optimizers.Adam`: w ← w − η√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε). Memory 2×, with `amsgrad` 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.adam({ learningRate: 0.01, beta2: 0.75, epsilon: 5 })).step({ w: [10] });
 * weights.w[0]; // 4.995: √v = 5, and ε as much again
 */
export const adam: Convention<KerasAdamOptions> = defineConvention<KerasAdamOptions>({
  library: "keras",
  name: "adam",
  original: "keras.optimizers.Adam",
  formula: "w ← w − ηλw, w ← w − η√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)",
  differences: [
    epsilonDifference,
    "`weightDecay` shrinks weights by ηλw, as AdamW does; ours has none",
    "ε is 1e-7; ours is 1e-8",
  ],
  rules: adamRules,
  defaults: adamDefaults,
  build: (options) => kerasStages("adam", options, [adamRule(options)]),
});
