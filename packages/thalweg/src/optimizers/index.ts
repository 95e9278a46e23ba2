export { type AccumulateOptions, accumulateMomentum } from "./accumulate-momentum.ts";
export { type AdaGradOptions, type AdaGradScaling, adaGrad, scaleByAdaGrad } from "./ada-grad.ts";
export { type AdamOptions, type AdamScaling, adam, scaleByAdam } from "./adam.ts";
export { type AdamWOptions, adamW } from "./adam-w.ts";
export * from "./averaging/moving-average.ts";
export { type Chain, chain, type OptimizerSpec } from "./chain.ts";
export { type ClipOptions, clipByGlobalNorm, clipByNorm } from "./clip-by-norm.ts";
export { clipByValue } from "./clip-by-value.ts";
export { type GradientDescentOptions, gradientDescent } from "./gradient-descent.ts";
export { type HostInputs, type HostKnobs, hostKnobs, knobNamesOf, startingCounters } from "./knobs.ts";
export { type Minimization, type MinimizeOptions, minimize, type Start, type StopReason } from "./minimize.ts";
export { type MomentumForm, type MomentumOptions, momentum } from "./momentum.ts";
export { type NesterovOptions, nesterov } from "./nesterov.ts";
export { Optimizer, type StepExtras, type StepResult, type Weight } from "./optimizer.ts";
export type { Recipe } from "./recipe.ts";
export { optimizerNamed, optimizers } from "./registry.ts";
export { type RmsPropOptions, type RmsScaling, rmsProp, scaleByRms } from "./rms-prop.ts";
export { type Match, type Route, type RouteEntry, route } from "./route.ts";
export {
  type Block,
  type BlockParameter,
  type BlockTensors,
  type SlotNeed,
  slotsOf,
  traceUpdate,
  type UpdatedBlock,
  type UpdateOptions,
} from "./rule.ts";
export { type FloatArray, loadSlots, type OptimizerState, savedSlots } from "./saved-state.ts";
export { scale } from "./scale.ts";
export { scaleByLearningRate } from "./scale-by-learning-rate.ts";
export { groupOf } from "./stages.ts";
export { filled, type Hyper, modelTransform, type SlotStart, type Transform, transform, zeroed } from "./transform.ts";
export { addDecayedWeights, addL2 } from "./weight-decay.ts";
