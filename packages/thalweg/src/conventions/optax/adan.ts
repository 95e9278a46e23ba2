import { adanStage } from "../../optimizers/catalogue/adan.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { addDecayedWeights, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdanOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β₁, of gradients; 0.98 unless given. */
  beta1?: Hyper;
  /** β₂, of their differences; 0.92 unless given. */
  beta2?: Hyper;
  /** β₃, of squares; 0.99 unless given. */
  beta3?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to n̂ inside the root; 1e-8 unless given. */
  epsilonRoot?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * `optax.adan`: w ← w − η((m̂ + (1 − β₂)v̂)/(√(n̂ + ε̄) + ε) + λw). Memory 4×. Differences count 1 − β₂, where the
 * paper, whose β are 1 minus these, has what is β₂ here.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adan({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const adan: Convention<OptaxAdanOptions> = defineConvention<OptaxAdanOptions>({
  library: "optax",
  name: "adan",
  original: "optax.adan",
  formula: "w ← w − η((m̂ + (1 − β₂)v̂)/(√(n̂ + ε̄) + ε) + λw), v of g − g₋₁, n of (g + (1 − β₂)(g − g₋₁))²",
  differences: [
    "Differences count 1 − β₂ in the step and in n; ours, as in the paper, β₂",
    "The decay is ηλw; ours divides by 1 + ηλ",
    "1e-8 is added inside the root, √(n̂ + ε̄); ours adds nothing there",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    beta3: decay,
    epsilon: notNegative,
    epsilonRoot: notNegative,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.98,
    beta2: 0.92,
    beta3: 0.99,
    epsilon: 1e-8,
    epsilonRoot: 1e-8,
    weightDecay: 0,
  },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    adanStage(scaling, (beta2) => 1 - beta2),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
    scaleByLearningRate(learningRate),
  ],
});
