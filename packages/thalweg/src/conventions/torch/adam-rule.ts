import { adam } from "../../optimizers/catalogue/adam.ts";
import { adamW } from "../../optimizers/catalogue/adam-w.ts";
import { scaleByAmsGrad } from "../../optimizers/catalogue/ams-grad.ts";
import { addDecayedWeights, type Hyper, type OptimizerSpec, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { entering } from "./ascending.ts";

export interface TorchAdamOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ; 0 unless given, and 0.01 for `torch.adamW`. */
  weightDecay?: Hyper;
  /** Whether w shrinks by ηλw apart from the averages, instead of λw joining the gradient. */
  decoupledWeightDecay?: boolean;
  /** Whether v's largest value so far takes its place; false unless given. */
  amsgrad?: boolean;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

export const adamRules = {
  learningRate: notNegative,
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  weightDecay: notNegative,
  decoupledWeightDecay: flag,
  amsgrad: flag,
  maximize: flag,
};

export const adamDefaults = {
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  amsgrad: false,
  maximize: false,
};

/** The stages of torch's Adam and AdamW, which are one rule with other defaults. */
export const adamStages = ({
  learningRate,
  weightDecay,
  decoupledWeightDecay,
  amsgrad,
  maximize,
  ...moments
}: Required<TorchAdamOptions>): readonly OptimizerSpec[] => {
  const isApart = decoupledWeightDecay && weightDecay !== 0;
  const first = entering(maximize, decoupledWeightDecay ? 0 : weightDecay);
  if (!amsgrad) {
    return [...first, isApart ? adamW({ learningRate, weightDecay, ...moments }) : adam({ learningRate, ...moments })];
  }
  const apart = isApart ? [addDecayedWeights(weightDecay)] : [];
  return [...first, scaleByAmsGrad(moments), ...apart, scaleByLearningRate(learningRate)];
};
