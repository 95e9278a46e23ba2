import { adaGrad as ours } from "../../optimizers/catalogue/ada-grad.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { fixedNotNegative, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxAdagradOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** What G starts with; 0.1 unless given. */
  initialAccumulator?: number;
  /** ε inside the root; 1e-7 unless given. */
  epsilon?: Hyper;
}

/**
 * `optax.adagrad`: G ← G + g², w ← w − ηg/√(G + ε). Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.adagrad({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.90005
 */
export const adagrad: Convention<OptaxAdagradOptions> = defineConvention<OptaxAdagradOptions>({
  library: "optax",
  name: "adagrad",
  original: "optax.adagrad",
  formula: "G ← G + g², w ← w − ηg/√(G + ε), G starting at 0.1",
  differences: ["ε stands inside the root, g/√(G + ε); ours is g/(√G + ε)", "G starts at 0.1; ours at 0"],
  rules: {
    learningRate: notNegative,
    initialAccumulator: fixedNotNegative,
    epsilon: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    initialAccumulator: 0.1,
    epsilon: 1e-7,
  },
  build: (options) => [ours({ ...options, epsilonInsideRoot: true })],
});
