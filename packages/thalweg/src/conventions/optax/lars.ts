import { lars as ours } from "../../optimizers/catalogue/lars.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxLarsOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** c of the ratio; 1e-3 unless given. */
  trustCoefficient?: Hyper;
  /** ε beside the ratio's divisor; 0 unless given. */
  epsilon?: Hyper;
  /** β; 0.9 unless given. */
  momentum?: Hyper;
  /** Whether the step looks ahead; false unless given. */
  nesterov?: boolean;
}

/**
 * `optax.lars`: u = g + λw, v ← βv + ηc‖w‖/(‖u‖ + ε)·u, w ← w − v for each parameter. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.lars({ learningRate: 100 })).step({ w: [10] });
 * weights.w[0]; // 4.5
 */
export const lars: Convention<OptaxLarsOptions> = defineConvention<OptaxLarsOptions>({
  library: "optax",
  name: "lars",
  original: "optax.lars",
  formula: "u = g + λw, v ← βv + ηc‖w‖/(‖u‖ + ε)·u, w ← w − v",
  differences: [
    "The ratio divides by ‖g + λw‖; ours by ‖g‖ + λ‖w‖",
    "Vectors are scaled, too; ours leaves them plain momentum",
    "v starts at 0; ours at the first gradient",
  ],
  rules: {
    learningRate: notNegative,
    weightDecay: notNegative,
    trustCoefficient: notNegative,
    epsilon: notNegative,
    momentum: decay,
    nesterov: flag,
  },
  defaults: {
    learningRate: 1e-3,
    weightDecay: 0,
    trustCoefficient: 1e-3,
    epsilon: 0,
    momentum: 0.9,
    nesterov: false,
  },
  build: (options) => [
    ours({
      ...options,
      trustRatio: "decayed",
      scaleVectors: true,
      momentumForm: "rateInside",
      initialVelocity: "zero",
    }),
  ],
});
