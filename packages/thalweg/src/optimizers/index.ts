export { type Accumulated, accumulate, type OptimizerLike, unwrapped } from "./accumulate.ts";
export * from "./averaging/moving-average.ts";
export type { Block, BlockParameter } from "./block.ts";
export * from "./catalogue/index.ts";
export { type Chain, chain, clipped, type OptimizerSpec } from "./chain.ts";
export { type EvaluationInputs, evaluationKnobNames, evaluationKnobs } from "./evaluation.ts";
export { type Guard, guardOver } from "./guard.ts";
export type { Weight } from "./host-weights.ts";
export {
  checkHyper,
  type HostInputs,
  type HostKnobs,
  hostKnobs,
  hyperparametersOf,
  knobNamesOf,
  startingCounters,
} from "./knobs.ts";
export { type MinimizeOptions, minimize, type StopReason } from "./minimize.ts";
export type { Minimization, Start } from "./minimizer.ts";
export { checkPolicy, checkSkip, type NonFinitePolicy } from "./non-finite.ts";
export { Optimizer, type OptimizerSettings, type StepExtras, type StepResult } from "./optimizer.ts";
export { type About, defineRecipe, type Need, type Recipe, type Surface } from "./recipe.ts";
export { optimizerNamed, optimizers } from "./registry.ts";
export { type Match, type Route, type RouteEntry, route } from "./route.ts";
export {
  type BlockTensors,
  hasEvaluationWeights,
  traceEvaluation,
  traceUpdate,
  type UpdatedBlock,
  type UpdateOptions,
} from "./rule.ts";
export { type FloatArray, loadSlots, type OptimizerState, savedSlots } from "./saved-state.ts";
export { memoryMultiple, type SlotNeed, type SlotPart, slotsOf, startingSlot } from "./slots.ts";
export * from "./stages/index.ts";
export { groupOf } from "./stages.ts";
export {
  copied,
  filled,
  type Hyper,
  modelTransform,
  type Objective,
  type SlotStart,
  scalarSlot,
  type Transform,
  transform,
  zeroed,
} from "./transform.ts";
export * from "./wrappers/index.ts";
