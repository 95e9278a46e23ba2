import { type RPropOptions, rProp } from "../../optimizers/catalogue/r-prop.ts";
import { fixedNotNegative, fixedPair, flag } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { ascending } from "./ascending.ts";

export interface TorchRpropOptions extends RPropOptions {
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.Rprop`: d ← clamp(d·(η⁺ or η⁻)) as the gradient keeps or changes its sign, w ← w − sign(g)·d, and
 * no step after a change. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, torch.rprop({ learningRate: 0.1 }));
 * optimizer.step({ w: [10] });
 * optimizer.step({ w: [9] });
 * weights.w[0]; // 4.78
 */
export const rprop: Convention<TorchRpropOptions> = defineConvention<TorchRpropOptions>({
  library: "torch",
  name: "rprop",
  original: "torch.optim.Rprop",
  formula: "d ← clamp(d·(η⁺ if g keeps its sign, η⁻ if not)), w ← w − sign(g)·d, no step after a change of sign",
  differences: [],
  rules: {
    learningRate: fixedNotNegative,
    etas: fixedPair("[η⁻, η⁺] with 0 < η⁻ < 1 < η⁺", (shrink, grow) => shrink > 0 && shrink < 1 && grow > 1),
    stepSizes: fixedPair("[least, greatest] with 0 ≤ least ≤ greatest", (a, b) => a >= 0 && a <= b),
    maximize: flag,
  },
  defaults: { learningRate: 0.01, etas: [0.5, 1.2], stepSizes: [1e-6, 50], maximize: false },
  build: ({ maximize, ...options }) => [...ascending(maximize), rProp(options)],
});
