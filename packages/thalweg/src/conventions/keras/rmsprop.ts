import { rmsProp } from "../../optimizers/catalogue/rms-prop.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasRmspropOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** ρ; 0.9 unless given. */
  rho?: Hyper;
  /** β of momentum, which adds up steps of the rate; 0, none, unless given. */
  momentum?: Hyper;
  /** ε inside the root; 1e-7 unless given. */
  epsilon?: Hyper;
  /** Whether v measures the spread around the mean gradient; false unless given. */
  centered?: boolean;
}

/**
 * `keras.optimizers.RMSprop`: v ← ρv + (1 − ρ)g², w ← w − ηg/√(v + ε). Memory 1–3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.rmsprop({ learningRate: 0.01, rho: 0.75, epsilon: 11 })).step({ w: [10] });
 * weights.w[0]; // 4.983333333333333: the divisor is √(25 + 11)
 */
export const rmsprop: Convention<KerasRmspropOptions> = defineConvention<KerasRmspropOptions>({
  library: "keras",
  name: "rmsprop",
  original: "keras.optimizers.RMSprop",
  formula: "w ← w − ηλw, v ← ρv + (1 − ρ)g², b ← βb + ηg/√(v + ε), w ← w − b",
  differences: [
    "ε stands inside the root, √(v + ε); ours is √v + ε unless `epsilonInsideRoot` is true",
    'Momentum adds up steps of the rate, b ← βb + ηg/√(v + ε); ours multiplies b by η afterwards unless `momentumForm` is "rateInside"',
    "ε is 1e-7; ours is 1e-8",
  ],
  rules: {
    learningRate: notNegative,
    rho: decay,
    momentum: decay,
    epsilon: notNegative,
    centered: flag,
    ...kerasRules,
  },
  defaults: {
    learningRate: 1e-3,
    rho: 0.9,
    momentum: 0,
    epsilon: kerasEpsilon,
    centered: false,
    ...kerasDefaults,
  },
  build: (options) => {
    const { learningRate, rho, momentum, epsilon, centered } = options;
    const own = { learningRate, rho, momentum, epsilon, centered };
    return kerasStages("rmsprop", options, [rmsProp({ ...own, epsilonInsideRoot: true, momentumForm: "rateInside" })]);
  },
});
