import { novoGrad as ours } from "../../optimizers/catalogue/novo-grad.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxNovogradOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.25 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-6 unless given. */
  epsilon?: Hyper;
  /** Added to v inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** λ: λw is added to each scaled gradient; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.novograd`: v ← β₂v + (1 − β₂)‖g‖², m ← β₁m + g/(√(v + ε̄) + ε) + λw, w ← w − ηm. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.novograd({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const novograd: Convention<OptaxNovogradOptions> = defineConvention<OptaxNovogradOptions>({
  library: "optax",
  name: "novograd",
  original: "optax.novograd",
  formula: "v ← β₂v + (1 − β₂)‖g‖², m ← β₁m + g/(√(v + ε̄) + ε) + λw, w ← w − ηm",
  differences: [
    "The step is ηm; ours is multiplied by √(1 − β₂ᵗ)/(1 − β₁ᵗ)",
    "The first gradient enters m once; ours twice",
    "β₁ is 0.9 and β₂ 0.25; ours 0.95 and 0.98",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.25,
    epsilon: 1e-6,
    epsilonRoot: 0,
    weightDecay: 0,
  },
  build: (options) => [ours({ ...options, biasCorrection: false, firstTwice: false })],
});
