import { type Convention, defineConvention } from "../convention.ts";
import { adamDefaults, adamRules, adamStages, type TorchAdamOptions } from "./adam-rule.ts";

export type TorchAdamWOptions = Omit<TorchAdamOptions, "decoupledWeightDecay">;

const { decoupledWeightDecay: _, ...rules } = adamRules;

/**
 * `torch.optim.AdamW`: w ← w − ηλw, then w ← w − η m̂/(√v̂ + ε). Memory 2×, with `amsgrad` 3×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, torch.adamW({ learningRate: 0.01, weightDecay: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.98500000001
 */
export const adamW: Convention<TorchAdamWOptions> = defineConvention<TorchAdamWOptions>({
  library: "torch",
  name: "adamW",
  original: "torch.optim.AdamW",
  formula: "w ← (1 − ηλ)w − η m̂/(√v̂ + ε)",
  differences: ["`amsgrad` keeps the largest v and corrects it afterwards, √(max v/(1 − β₂ᵗ)) + ε: our `amsGrad`"],
  rules,
  defaults: { ...adamDefaults, weightDecay: 0.01 },
  build: (options) => adamStages({ ...options, decoupledWeightDecay: true }),
});
