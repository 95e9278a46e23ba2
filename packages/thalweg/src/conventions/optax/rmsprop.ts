import type { Hyper } from "../../optimizers/index.ts";
import { accumulateMomentum, scaleByLearningRate, scaleByRms } from "../../optimizers/index.ts";
import { decay, fixedNotNegative, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxRmspropOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** ρ, which Optax calls decay; 0.9 unless given. */
  rho?: Hyper;
  /** ε; 1e-8 unless given. */
  epsilon?: Hyper;
  /** What v starts with; 0 unless given. */
  initialScale?: number;
  /** Whether the divisor is √(v + ε) instead of √v + ε; true unless given. */
  epsilonInsideRoot?: boolean;
  /** Whether v measures the spread around the mean gradient; false unless given. */
  centered?: boolean;
  /** β of momentum on steps; 0, and none then, unless given. */
  momentum?: Hyper;
  /** Whether that momentum looks ahead; false unless given. */
  nesterov?: boolean;
  /** Whether averages are divided by 1 − ρᵗ; false unless given. */
  biasCorrection?: boolean;
}

/**
 * `optax.rmsprop`: v ← ρv + (1 − ρ)g², w ← w − ηg/√(v + ε), with momentum of steps that hold the rate they were
 * made with. Memory 1–3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.rmsprop({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.683772
 */
export const rmsprop: Convention<OptaxRmspropOptions> = defineConvention<OptaxRmspropOptions>({
  library: "optax",
  name: "rmsprop",
  original: "optax.rmsprop",
  formula: "v ← ρv + (1 − ρ)g², s ← βs + ηg/√(v + ε), w ← w − s",
  differences: [
    "ε stands inside the root, √(v + ε); ours is √v + ε",
    "Momentum adds up steps that hold their rate, s ← βs + ηg/√(v + ε); ours multiplies the sum by the rate, v ← βv + g/(√v + ε), w ← w − ηv",
  ],
  rules: {
    learningRate: notNegative,
    rho: decay,
    epsilon: notNegative,
    initialScale: fixedNotNegative,
    epsilonInsideRoot: flag,
    centered: flag,
    momentum: decay,
    nesterov: flag,
    biasCorrection: flag,
  },
  defaults: {
    learningRate: 1e-3,
    rho: 0.9,
    epsilon: 1e-8,
    initialScale: 0,
    epsilonInsideRoot: true,
    centered: false,
    momentum: 0,
    nesterov: false,
    biasCorrection: false,
  },
  build: ({ learningRate, momentum, nesterov, ...scaling }) => [
    scaleByRms(scaling),
    scaleByLearningRate(learningRate),
    ...(momentum === 0 ? [] : [accumulateMomentum({ beta: momentum, nesterov })]),
  ],
});
