import { adaDelta } from "../../optimizers/catalogue/ada-delta.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchAdadeltaOptions {
  /** η; 1 unless given. */
  learningRate?: Hyper;
  /** ρ; 0.9 unless given. */
  rho?: Hyper;
  /** ε inside both roots; 1e-6 unless given. */
  epsilon?: Hyper;
  /** λ of L2: λw is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.Adadelta`: g ← g + λw, v ← ρv + (1 − ρ)g², Δ = √(d + ε)/√(v + ε)·g, d ← ρd + (1 − ρ)Δ²,
 * w ← w − ηΔ. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.adadelta({ rho: 0.75, epsilon: 1e-4 })).step({ w: [10] });
 * weights.w[0]; // 4.980000039999881
 */
export const adadelta: Convention<TorchAdadeltaOptions> = defineConvention<TorchAdadeltaOptions>({
  library: "torch",
  name: "adadelta",
  original: "torch.optim.Adadelta",
  formula: "g ← g + λw, v ← ρv + (1 − ρ)g², Δ = √(d + ε)/√(v + ε)·g, d ← ρd + (1 − ρ)Δ², w ← w − ηΔ",
  differences: [
    "ρ is 0.9; ours is the paper's 0.95",
    "`weightDecay` is L2, λw added to the gradient; ours has none and leaves it to `addL2`",
  ],
  rules: { learningRate: notNegative, rho: decay, epsilon: notNegative, weightDecay: notNegative, maximize: flag },
  defaults: { learningRate: 1, rho: 0.9, epsilon: 1e-6, weightDecay: 0, maximize: false },
  build: ({ weightDecay, maximize, ...options }) => [...entering(maximize, weightDecay), adaDelta(options)],
});
