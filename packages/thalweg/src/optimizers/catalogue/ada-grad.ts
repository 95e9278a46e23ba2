import { fixedNotNegative, flag, notNegative, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { decayingRateStage } from "../stages/scale-by-learning-rate.ts";
import { filled, type Hyper, type Transform, transform } from "../transform.ts";

export interface AdaGradScaling {
  /** ε; 1e-10 unless given. */
  epsilon?: Hyper;
  /** Whether the divisor is √(G + ε) instead of √G + ε; false unless given. */
  epsilonInsideRoot?: boolean;
  /** What G starts with; 0 unless given. */
  initialAccumulator?: number;
}

export interface AdaGradOptions extends AdaGradScaling {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** d in η/(1 + (t − 1)d), the rate at step t; 0 unless given. */
  learningRateDecay?: Hyper;
}

const scalingRules = { epsilon: notNegative, epsilonInsideRoot: flag, initialAccumulator: fixedNotNegative };
const scalingDefaults = { epsilon: 1e-10, epsilonInsideRoot: false, initialAccumulator: 0 };

/**
 * AdaGrad's scaling: G ← G + u², u ← u/(√G + ε). Duchi, Hazan & Singer 2011. Memory 1×.
 *
 * @example
 * const sparse = chain(scaleByAdaGrad(), scaleByLearningRate(0.1));
 */
export const scaleByAdaGrad = (options: AdaGradScaling = {}): Transform =>
  adaGradStage(readOptions("scaleByAdaGrad", options, scalingRules, scalingDefaults));

const adaGradStage = ({ epsilon, epsilonInsideRoot, initialAccumulator }: Required<AdaGradScaling>): Transform =>
  transform({
    name: "scaleByAdaGrad",
    config: { epsilon, epsilonInsideRoot },
    rules: scalingRules,
    slots: { G: filled(initialAccumulator) },
    update: ({ update, G: old, epsilon }) => {
      const G = old.add(update.square());
      return { update: update.div(epsilonInsideRoot ? G.add(epsilon).sqrt() : G.sqrt().add(epsilon)), G };
    },
  });

/**
 * AdaGrad: G ← G + g², w ← w − ηg/(√G + ε). Duchi, Hazan & Singer 2011, "Adaptive Subgradient Methods".
 * Memory 1×. Good for sparse gradients; the rate shrinks towards 0 as G grows without end.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adaGrad({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9, but for ε
 */
export const adaGrad: Recipe<AdaGradOptions> = defineRecipe<AdaGradOptions>({
  name: "adaGrad",
  command: "adagrad",
  summary: "A rate for each weight that falls with the gradients it has seen",
  formula: "G ← G + g², w ← w − ηg/(√G + ε)",
  source: "Duchi, Hazan & Singer 2011",
  memory: "1×",
  whenToUse: "Sparse gradients, such as embeddings of rare words",
  knownIssue: "The rate shrinks towards 0 as G grows without end; good for sparse gradients",
  rules: { learningRate: notNegative, learningRateDecay: notNegative, ...scalingRules },
  defaults: { learningRate: 0.01, learningRateDecay: 0, ...scalingDefaults },
  settings: {
    ravine: { learningRate: 1 },
    rosenbrock: { learningRate: 0.5, steps: 20_000 },
    booth: { learningRate: 1 },
  },
  build: ({ learningRate, learningRateDecay, ...scaling }) => [
    adaGradStage(scaling),
    decayingRateStage(learningRate, learningRateDecay),
  ],
});
