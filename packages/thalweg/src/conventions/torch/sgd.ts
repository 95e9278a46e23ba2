import { ThalwegError } from "../../errors/thalweg-error.ts";
import { accumulateMomentum, type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, finite, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { entering } from "./ascending.ts";

export interface TorchSgdOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** μ; 0, and none then, unless given. */
  momentum?: Hyper;
  /** τ in v ← μv + (1 − τ)g; 0 unless given. The first gradient is taken in whole. */
  dampening?: Hyper;
  /** λ of L2: λw is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether the step looks ahead: g + μv in place of v; false unless given. */
  nesterov?: boolean;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

const checkNesterov = ({ momentum, dampening }: Required<TorchSgdOptions>): void => {
  const refuse = (rule: string, got: Hyper): never => {
    const shown = typeof got === "number" ? got : "a schedule";
    throw new ThalwegError("argument", `torch.sgd: ${rule} with nesterov, got ${shown}`);
  };
  if (momentum === 0) refuse("momentum must be > 0", momentum);
  if (dampening !== 0) refuse("dampening must be 0", dampening);
};

/**
 * `torch.optim.SGD`: g ← g + λw, v ← μv + (1 − τ)g from v = g, w ← w − ηv. Memory 0×, with momentum 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, torch.sgd({ learningRate: 0.1, momentum: 0.9, dampening: 0.5 }));
 * optimizer.step({ w: [10] });
 * weights.w[0]; // 4: the first gradient is not dampened
 */
export const sgd: Convention<TorchSgdOptions> = defineConvention<TorchSgdOptions>({
  library: "torch",
  name: "sgd",
  original: "torch.optim.SGD",
  formula: "g ← g + λw, v ← μv + (1 − τ)g, w ← w − ηv; with `nesterov` w ← w − η(g + μv)",
  differences: [
    "The first gradient is taken in whole, v₁ = g₁; ours dampens it as all others, v₁ = (1 − τ)g₁",
    "`weightDecay` is L2, λw added to the gradient; ours has none and leaves it to `addL2`",
    "Momentum and Nesterov's look ahead are options of one function; ours are `momentum` and `nesterov`",
  ],
  rules: {
    learningRate: notNegative,
    momentum: decay,
    dampening: finite,
    weightDecay: notNegative,
    nesterov: flag,
    maximize: flag,
  },
  defaults: { learningRate: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, maximize: false },
  build: (options) => {
    const { learningRate, momentum, dampening, weightDecay, nesterov, maximize } = options;
    if (nesterov) checkNesterov(options);
    const accumulate = accumulateMomentum({ beta: momentum, dampening, dampenFirst: false, nesterov });
    return [
      ...entering(maximize, weightDecay),
      ...(momentum === 0 ? [] : [accumulate]),
      scaleByLearningRate(learningRate),
    ];
  },
});
