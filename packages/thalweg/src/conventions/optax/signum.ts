import { signSgd } from "../../optimizers/catalogue/sign-sgd.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { decay, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface OptaxSignumOptions {
  /** η; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β; 0.9 unless given. */
  momentum?: Hyper;
}

/**
 * `optax.signum`: m ← βm + (1 − β)g, w ← w − η sign(m). Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, optax.signum({ learningRate: 0.1 }));
 * for (const gradient of [10, -1]) optimizer.step({ w: [gradient] });
 * weights.w[0]; // 4.8
 */
export const signum: Convention<OptaxSignumOptions> = defineConvention<OptaxSignumOptions>({
  library: "optax",
  name: "signum",
  original: "optax.signum",
  formula: "m ← βm + (1 − β)g, w ← w − η sign(m)",
  differences: ["β is 0.9; that of our `signSgd` is 0, the gradient's own sign"],
  rules: {
    learningRate: notNegative,
    momentum: decay,
  },
  defaults: {
    learningRate: 1e-3,
    momentum: 0.9,
  },
  build: (options) => [signSgd(options)],
});
