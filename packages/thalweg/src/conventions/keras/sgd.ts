import { gradientDescent } from "../../optimizers/catalogue/gradient-descent.ts";
import { momentum as ourMomentum } from "../../optimizers/catalogue/momentum.ts";
import { nesterov as ourNesterov } from "../../optimizers/catalogue/nesterov.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasSgdOptions extends KerasOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** β of v ← βv + ηg; 0, no momentum, unless given. */
  momentum?: Hyper;
  /** Whether the step is βv + ηg with the new v; false unless given, and without effect when β is 0. */
  nesterov?: boolean;
}

/**
 * `keras.optimizers.SGD`: v ← βv + ηg, w ← w − v. Memory 0×, with momentum 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true })).step({ w: [10] });
 * weights.w[0]; // 3.1: ηg = 1, and 0.9 of it once more
 */
export const sgd: Convention<KerasSgdOptions> = defineConvention<KerasSgdOptions>({
  library: "keras",
  name: "sgd",
  original: "keras.optimizers.SGD",
  formula: "w ← w − ηλw, v ← βv + ηg, w ← w − v",
  differences: [
    'Momentum adds up steps, v ← βv + ηg, so that past steps keep the rate they were made with; ours is v ← βv + g, w ← w − ηv unless `form` is "rateInside"',
    "`weightDecay` shrinks weights by ηλw and does not pass through momentum; ours has none and leaves it to `addDecayedWeights`",
  ],
  rules: { learningRate: notNegative, momentum: decay, nesterov: flag, ...kerasRules },
  defaults: { learningRate: 0.01, momentum: 0, nesterov: false, ...kerasDefaults },
  build: (options) => {
    const { learningRate, momentum: beta, nesterov } = options;
    if (beta === 0) return kerasStages("sgd", options, [gradientDescent({ learningRate })]);
    const withMomentum = nesterov ? ourNesterov : ourMomentum;
    return kerasStages("sgd", options, [withMomentum({ learningRate, beta, form: "rateInside" })]);
  },
});
