import { addGradientNoise, type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxNoisySgdOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** s, the variance of the noise at the first update, Optax's `eta`; 0.01 unless given. */
  eta?: Hyper;
  /** γ, how fast the variance falls; 0.55 unless given. */
  gamma?: Hyper;
}

/**
 * `optax.noisy_sgd`: w ← w − η(g + N(0, s/tᵞ)), t from 1. Keeps no state; the optimizer's seed takes the place of
 * Optax's `key`.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.noisySgd({ learningRate: 0.1, eta: 0 })).step({ w: [10] });
 * weights.w[0]; // 4: without noise
 */
export const noisySgd: Convention<OptaxNoisySgdOptions> = defineConvention<OptaxNoisySgdOptions>({
  library: "optax",
  name: "noisySgd",
  original: "optax.noisy_sgd",
  formula: "w ← w − η(g + N(0, s/tᵞ)), s called `eta`",
  differences: [
    "The noise is drawn from JAX's generator and a `key`; ours from our own and the optimizer's seed, so that trajectories agree in distribution only",
    "One function; ours is `addGradientNoise` before `gradientDescent`",
  ],
  rules: {
    learningRate: notNegative,
    eta: notNegative,
    gamma: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    eta: 0.01,
    gamma: 0.55,
  },
  build: ({ learningRate, ...noise }) => [addGradientNoise(noise), scaleByLearningRate(learningRate)],
});
