import { asgd as ours } from "../../optimizers/catalogue/asgd.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { fixedNotNegative, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchAsgdOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** λ, torch's `lambd`, decay of the weights and of the rate; 1e-4 unless given. */
  lambda?: Hyper;
  /** α, the power with which the rate falls; 0.75 unless given. */
  alpha?: Hyper;
  /** t₀, the update after which weights are averaged; 1e6 unless given. */
  t0?: number;
  /** λ of L2 beside it: λw is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/** Each rate is used by the update after the one it was given for, the first by the first, too. */
const lagging = (learningRate: Hyper): Hyper =>
  typeof learningRate === "number" ? learningRate : (step) => learningRate(Math.max(step - 1, 0));

/**
 * `torch.optim.ASGD`: w ← w − ηₜ(g + λw), ηₜ = η/(1 + λη(t − 1))^α; after t₀ updates the mean of the weights is
 * what to evaluate with. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.asgd({ learningRate: 0.1, lambda: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 3.995
 */
export const asgd: Convention<TorchAsgdOptions> = defineConvention<TorchAsgdOptions>({
  library: "torch",
  name: "asgd",
  original: "torch.optim.ASGD",
  formula: "w ← w − ηₜ(g + λw), ηₜ = η/(1 + λη(t − 1))^α, a ← a + (w − a)/max(1, t − 1 − t₀)",
  differences: [
    "A rate from a schedule takes effect one update later, ηₜ from η(t − 1); ours uses η(t)",
    "`weightDecay` is L2 beside λ, added to the gradient; ours has none and leaves it to `addL2`",
  ],
  rules: {
    learningRate: notNegative,
    lambda: notNegative,
    alpha: notNegative,
    t0: fixedNotNegative,
    weightDecay: notNegative,
    maximize: flag,
  },
  defaults: { learningRate: 0.01, lambda: 1e-4, alpha: 0.75, t0: 1e6, weightDecay: 0, maximize: false },
  build: ({ learningRate, weightDecay, maximize, ...options }) => [
    ...entering(maximize, weightDecay),
    ours({ learningRate: lagging(learningRate), ...options }),
  ],
});
