import { scaleByRAdam } from "../../optimizers/catalogue/r-adam.ts";
import { addDecayedWeights, type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchRAdamOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside √v; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether w shrinks by ηλw apart from the averages, instead of λw joining the gradient; false unless given. */
  decoupledWeightDecay?: boolean;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.RAdam`: g ← g + λw, then r m̂ √(1 − β₂ᵗ)/(√v + ε) where ρ > 5, and m̂ before. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.rAdam({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const rAdam: Convention<TorchRAdamOptions> = defineConvention<TorchRAdamOptions>({
  library: "torch",
  name: "rAdam",
  original: "torch.optim.RAdam",
  formula: "g ← g + λw, w ← w − η r m̂ √(1 − β₂ᵗ)/(√v + ε) where ρ > 5, w ← w − η m̂ before",
  differences: [
    "ε is added before v's correction, √(1 − β₂ᵗ)/(√v + ε); ours divides by √v̂ + ε",
    "`weightDecay` is L2, λw added to the gradient, unless `decoupledWeightDecay`; ours has none and leaves it to `addL2`",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    weightDecay: notNegative,
    decoupledWeightDecay: flag,
    maximize: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    decoupledWeightDecay: false,
    maximize: false,
  },
  build: ({ learningRate, weightDecay, decoupledWeightDecay, maximize, ...scaling }) => [
    ...entering(maximize, decoupledWeightDecay ? 0 : weightDecay),
    scaleByRAdam({ ...scaling, epsilonBeforeCorrection: true }),
    ...(decoupledWeightDecay && weightDecay !== 0 ? [addDecayedWeights(weightDecay)] : []),
    scaleByLearningRate(learningRate),
  ],
});
