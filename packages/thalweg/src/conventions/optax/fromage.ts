import { fromage as ours } from "../../optimizers/catalogue/fromage.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { fixedNotNegative, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxFromageOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** What the norms of weights and gradients are raised to at least; 1e-6 unless given. */
  minNorm?: number;
}

/**
 * `optax.fromage`: w ← (w − η(max(‖w‖, ε)/max(‖g‖, ε))g)/√(1 + η²) for each parameter. Keeps no state.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.fromage({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.477667
 */
export const fromage: Convention<OptaxFromageOptions> = defineConvention<OptaxFromageOptions>({
  library: "optax",
  name: "fromage",
  original: "optax.fromage",
  formula: "w ← (w − η(max(‖w‖, ε)/max(‖g‖, ε))g)/√(1 + η²)",
  differences: [
    "Norms are raised to at least 1e-6, and weights without a gradient shrink, too, w/√(1 + η²); ours takes plain steps from zeros and none without a gradient",
  ],
  rules: {
    learningRate: notNegative,
    minNorm: fixedNotNegative,
  },
  defaults: {
    learningRate: 1e-3,
    minNorm: 1e-6,
  },
  build: (options) => [ours(options)],
});
