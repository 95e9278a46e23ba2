import type { Hyper } from "../../optimizers/index.ts";
import { scaleByLearningRate, scaleBySign } from "../../optimizers/index.ts";
import { notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxSignSgdOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
}

/**
 * `optax.sign_sgd`: w ← w − η sign(g). Keeps no state.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.signSgd({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const signSgd: Convention<OptaxSignSgdOptions> = defineConvention<OptaxSignSgdOptions>({
  library: "optax",
  name: "signSgd",
  original: "optax.sign_sgd",
  formula: "w ← w − η sign(g)",
  differences: [],
  rules: {
    learningRate: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
  },
  build: ({ learningRate }) => [scaleBySign(), scaleByLearningRate(learningRate)],
});
