/**
 * Neural-network optimization for TypeScript: what programs are written with. Each room, too, is
 * importable by itself, with what extensions need beside: `thalweg/tensor`, `thalweg/optimizers`, …
 */
export * from "./autodiff/index.ts";
export * from "./conventions/index.ts";
export * from "./data/index.ts";
export * from "./diagnosis/index.ts";
export { type ErrorCode, ThalwegError } from "./errors/index.ts";
export * from "./events/index.ts";
export * from "./landscape/index.ts";
export * from "./layers/index.ts";
// Layers take the short names; functions on tensors of the same names are in thalweg/tensor.
export {
  averagePool1d,
  averagePool2d,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  elu,
  flatten,
  gelu,
  globalAveragePool,
  globalMaxPool,
  leakyRelu,
  maxPool1d,
  maxPool2d,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
} from "./layers/index.ts";
export * from "./losses/index.ts";
export * from "./metrics/index.ts";
export * from "./optimizers/catalogue/index.ts";
export {
  ArrayMovingAverage,
  accumulate,
  chain,
  copied,
  defineRecipe,
  filled,
  type Hyper,
  MovingAverage,
  memoryMultiple,
  minimize,
  modelTransform,
  movingAverages,
  Optimizer,
  type OptimizerLike,
  type OptimizerSpec,
  optimizerNamed,
  optimizers,
  route,
  scalarSlot,
  type Transform,
  transform,
  windowOf,
  zeroed,
} from "./optimizers/index.ts";
export * from "./optimizers/stages/index.ts";
export * from "./optimizers/wrappers/index.ts";
export * from "./problems/index.ts";
export { Generator } from "./random/index.ts";
export * from "./schedules/index.ts";
export * from "./solvers/index.ts";
export * from "./tensor/index.ts";
export * from "./training/index.ts";
