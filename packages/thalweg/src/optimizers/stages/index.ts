export { type AccumulateOptions, accumulateMomentum } from "./accumulate-momentum.ts";
export { type ClipOptions, clipByGlobalNorm, clipByNorm } from "./clip-by-norm.ts";
export { clipByValue } from "./clip-by-value.ts";
export { scale } from "./scale.ts";
export { scaleByLearningRate } from "./scale-by-learning-rate.ts";
export { addDecayedWeights, addL2 } from "./weight-decay.ts";
