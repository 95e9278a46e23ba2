import { adaGrad } from "../../optimizers/catalogue/ada-grad.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { fixedNotNegative, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchAdagradOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** d in η/(1 + (t − 1)d); 0 unless given. */
  learningRateDecay?: Hyper;
  /** λ of L2: λw is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** What G starts with; 0 unless given. */
  initialAccumulator?: number;
  /** ε beside the root; 1e-10 unless given. */
  epsilon?: Hyper;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.Adagrad`: g ← g + λw, G ← G + g², w ← w − η/(1 + (t − 1)d)·g/(√G + ε). Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.adagrad({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.900000000001
 */
export const adagrad: Convention<TorchAdagradOptions> = defineConvention<TorchAdagradOptions>({
  library: "torch",
  name: "adagrad",
  original: "torch.optim.Adagrad",
  formula: "g ← g + λw, G ← G + g², w ← w − η/(1 + (t − 1)d)·g/(√G + ε)",
  differences: ["`weightDecay` is L2, λw added to the gradient; ours has none and leaves it to `addL2`"],
  rules: {
    learningRate: notNegative,
    learningRateDecay: notNegative,
    weightDecay: notNegative,
    initialAccumulator: fixedNotNegative,
    epsilon: notNegative,
    maximize: flag,
  },
  defaults: {
    learningRate: 0.01,
    learningRateDecay: 0,
    weightDecay: 0,
    initialAccumulator: 0,
    epsilon: 1e-10,
    maximize: false,
  },
  build: ({ weightDecay, maximize, ...options }) => [...entering(maximize, weightDecay), adaGrad(options)],
});
