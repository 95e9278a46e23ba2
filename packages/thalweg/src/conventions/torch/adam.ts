import { type Convention, defineConvention } from "../convention.ts";
import { adamDefaults, adamRules, adamStages, type TorchAdamOptions } from "./adam-rule.ts";

/**
 * `torch.optim.Adam`: g ← g + λw, then m̂/(√v̂ + ε). Memory 2×, with `amsgrad` 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.adam({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99000000001
 */
export const adam: Convention<TorchAdamOptions> = defineConvention<TorchAdamOptions>({
  library: "torch",
  name: "adam",
  original: "torch.optim.Adam",
  formula: "g ← g + λw, w ← w − η m̂/(√v̂ + ε)",
  differences: [
    "`weightDecay` is L2, λw added to the gradient, unless `decoupledWeightDecay`; ours has none and leaves it to `addL2`",
    "`amsgrad` keeps the largest v and corrects it afterwards, √(max v/(1 − β₂ᵗ)) + ε: our `amsGrad`",
  ],
  rules: adamRules,
  defaults: { ...adamDefaults, weightDecay: 0, decoupledWeightDecay: false },
  build: adamStages,
});
