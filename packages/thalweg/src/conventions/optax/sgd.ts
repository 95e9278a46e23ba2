import type { Hyper } from "../../optimizers/index.ts";
import { accumulateMomentum, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxSgdOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β; 0, and no momentum, unless given. */
  momentum?: Hyper;
  /** Whether the step looks ahead, g + βv; false unless given. */
  nesterov?: boolean;
}

/**
 * `optax.sgd`: v ← βv + g, w ← w − ηv, in one function for our `gradientDescent`, `momentum` and `nesterov`.
 * Memory 0×, with momentum 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.sgd({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4
 */
export const sgd: Convention<OptaxSgdOptions> = defineConvention<OptaxSgdOptions>({
  library: "optax",
  name: "sgd",
  original: "optax.sgd",
  formula: "v ← βv + g, w ← w − ηv; looking ahead, w ← w − η(g + βv)",
  differences: ["Momentum and Nesterov's look ahead are options of one function; ours are `momentum` and `nesterov`"],
  rules: {
    learningRate: notNegative,
    momentum: decay,
    nesterov: flag,
  },
  defaults: {
    learningRate: 1e-3,
    momentum: 0,
    nesterov: false,
  },
  build: ({ learningRate, momentum, nesterov }) => [
    ...(momentum === 0 ? [] : [accumulateMomentum({ beta: momentum, nesterov })]),
    scaleByLearningRate(learningRate),
  ],
});
