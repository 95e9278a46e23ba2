import { scaleByNAdam } from "../../optimizers/catalogue/n-adam.ts";
import { addDecayedWeights, type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchNAdamOptions {
  /** η; 2e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** ψ in μₜ = β₁(1 − ½·0.96^(tψ)); 4e-3 unless given. */
  momentumDecay?: Hyper;
  /** Whether w shrinks by ηλw apart from the averages, instead of λw joining the gradient; false unless given. */
  decoupledWeightDecay?: boolean;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.NAdam`: g ← g + λw, then ((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε). Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.nAdam({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.989435482227011
 */
export const nAdam: Convention<TorchNAdamOptions> = defineConvention<TorchNAdamOptions>({
  library: "torch",
  name: "nAdam",
  original: "torch.optim.NAdam",
  formula: "g ← g + λw, w ← w − η((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε), μₜ = β₁(1 − ½·0.96^(tψ))",
  differences: [
    "`weightDecay` is L2, λw added to the gradient, unless `decoupledWeightDecay`; ours has none and leaves it to `addL2`",
  ],
  rules: {
    learningRate: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
    weightDecay: notNegative,
    momentumDecay: notNegative,
    decoupledWeightDecay: flag,
    maximize: flag,
  },
  defaults: {
    learningRate: 2e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    momentumDecay: 4e-3,
    decoupledWeightDecay: false,
    maximize: false,
  },
  build: ({ learningRate, weightDecay, decoupledWeightDecay, maximize, ...scaling }) => [
    ...entering(maximize, decoupledWeightDecay ? 0 : weightDecay),
    scaleByNAdam(scaling),
    ...(decoupledWeightDecay && weightDecay !== 0 ? [addDecayedWeights(weightDecay)] : []),
    scaleByLearningRate(learningRate),
  ],
});
