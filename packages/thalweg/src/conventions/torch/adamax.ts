import { adaMax } from "../../optimizers/catalogue/ada-max.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchAdamaxOptions {
  /** η; 2e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside |g| inside the maximum; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of L2: λw is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.Adamax`: g ← g + λw, u ← max(β₂u, |g| + ε), w ← w − η m̂/u. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.adamax({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99000000001
 */
export const adamax: Convention<TorchAdamaxOptions> = defineConvention<TorchAdamaxOptions>({
  library: "torch",
  name: "adamax",
  original: "torch.optim.Adamax",
  formula: "g ← g + λw, m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g| + ε), w ← w − η m̂/u",
  differences: [
    "ε stands inside the maximum, max(β₂u, |g| + ε); ours divides by u + ε",
    "`weightDecay` is L2, λw added to the gradient; ours has none and leaves it to `addL2`",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    weightDecay: notNegative,
    maximize: flag,
  },
  defaults: { learningRate: 2e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, maximize: false },
  build: ({ weightDecay, maximize, ...options }) => [
    ...entering(maximize, weightDecay),
    adaMax({ ...options, epsilonInsideMaximum: true }),
  ],
});
