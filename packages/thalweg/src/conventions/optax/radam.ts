import { rAdam as ours } from "../../optimizers/catalogue/r-adam.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxRadamOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** ρ from which on the step is divided by √v̂; 5 unless given. */
  threshold?: Hyper;
  /** Whether m̂ looks one step ahead; false unless given. */
  nesterov?: boolean;
}

/**
 * `optax.radam`: w ← w − η m̂ while ρ is below the threshold, then w ← w − η r m̂/(√(v̂ + ε̄) + ε). Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.radam({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const radam: Convention<OptaxRadamOptions> = defineConvention<OptaxRadamOptions>({
  library: "optax",
  name: "radam",
  original: "optax.radam",
  formula: "w ← w − η r m̂/(√(v̂ + ε̄) + ε) from ρ ≥ 5 on, w ← w − η m̂ before",
  differences: [],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    threshold: notNegative,
    nesterov: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    epsilonRoot: 0,
    threshold: 5,
    nesterov: false,
  },
  build: (options) => [ours(options)],
});
