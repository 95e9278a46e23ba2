import { rmsProp } from "../../optimizers/catalogue/rms-prop.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchRmspropOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** ρ, torch's `alpha`; 0.99 unless given. */
  rho?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of L2: λw is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** μ of momentum on the scaled gradient; 0, and none then, unless given. */
  momentum?: Hyper;
  /** Whether v measures the spread around the mean gradient; false unless given. */
  centered?: boolean;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.RMSprop`: g ← g + λw, v ← ρv + (1 − ρ)g², b ← μb + g/(√v + ε), w ← w − ηb. Memory 1–3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.rmsprop({ learningRate: 0.01, rho: 0.75 })).step({ w: [10] });
 * weights.w[0]; // 4.98, but for ε
 */
export const rmsprop: Convention<TorchRmspropOptions> = defineConvention<TorchRmspropOptions>({
  library: "torch",
  name: "rmsprop",
  original: "torch.optim.RMSprop",
  formula: "g ← g + λw, v ← ρv + (1 − ρ)g², b ← μb + g/(√v + ε), w ← w − ηb; centered, √(v − m²) in place of √v",
  differences: [
    "η is 0.01 and ρ, called `alpha` there, 0.99; ours are 1e-3 and 0.9",
    "`weightDecay` is L2, λw added to the gradient; ours has none and leaves it to `addL2`",
  ],
  rules: {
    learningRate: notNegative,
    rho: decay,
    epsilon: notNegative,
    weightDecay: notNegative,
    momentum: decay,
    centered: flag,
    maximize: flag,
  },
  defaults: {
    learningRate: 0.01,
    rho: 0.99,
    epsilon: 1e-8,
    weightDecay: 0,
    momentum: 0,
    centered: false,
    maximize: false,
  },
  build: ({ weightDecay, maximize, ...options }) => [...entering(maximize, weightDecay), rmsProp(options)],
});
