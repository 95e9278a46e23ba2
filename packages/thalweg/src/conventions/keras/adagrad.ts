import { adaGrad } from "../../optimizers/catalogue/ada-grad.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { fixedNotNegative, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, kerasStages } from "./optimizer.ts";

export interface KerasAdagradOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** What G starts with; 0.1 unless given. */
  initialAccumulator?: number;
  /** ε inside the root; 1e-7 unless given. */
  epsilon?: Hyper;
}

/**
 * `keras.optimizers.Adagrad`: G ← G + g², w ← w − ηg/√(G + ε), G = 0.1 at the start. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, keras.adagrad({ learningRate: 0.1, initialAccumulator: 19, epsilon: 2 })).step({ w: [10] });
 * weights.w[0]; // 4.909090909090909: the divisor is √(19 + 100 + 2)
 */
export const adagrad: Convention<KerasAdagradOptions> = defineConvention<KerasAdagradOptions>({
  library: "keras",
  name: "adagrad",
  original: "keras.optimizers.Adagrad",
  formula: "w ← w − ηλw, G ← G + g², w ← w − ηg/√(G + ε)",
  differences: [
    "ε stands inside the root, √(G + ε); ours is √G + ε unless `epsilonInsideRoot` is true",
    "G starts at 0.1; ours at 0 unless `initialAccumulator` says otherwise",
    "η is 1e-3 and ε 1e-7; ours are 0.01 and 1e-10",
  ],
  rules: { learningRate: notNegative, initialAccumulator: fixedNotNegative, epsilon: notNegative, ...kerasRules },
  defaults: { learningRate: 1e-3, initialAccumulator: 0.1, epsilon: kerasEpsilon, ...kerasDefaults },
  build: (options) => {
    const { learningRate, initialAccumulator, epsilon } = options;
    return kerasStages("adagrad", options, [
      adaGrad({ learningRate, initialAccumulator, epsilon, epsilonInsideRoot: true }),
    ]);
  },
});
