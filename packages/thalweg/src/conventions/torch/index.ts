export { adadelta, type TorchAdadeltaOptions } from "./adadelta.ts";
export { adafactor, type TorchAdafactorOptions } from "./adafactor.ts";
export { adagrad, type TorchAdagradOptions } from "./adagrad.ts";
export { adam } from "./adam.ts";
export type { TorchAdamOptions } from "./adam-rule.ts";
export { adamW, type TorchAdamWOptions } from "./adam-w.ts";
export { adamax, type TorchAdamaxOptions } from "./adamax.ts";
export { asgd, type TorchAsgdOptions } from "./asgd.ts";
export { batchNorm1d, batchNorm2d, type TorchBatchNormOptions } from "./batch-norm.ts";
export { clipGradNorm, clipGradValue } from "./clip-grad.ts";
export {
  type ChainedSchedulerOptions,
  chainedScheduler,
  multiplicativeLR,
  sequentialLR,
} from "./combined-schedules.ts";
export {
  cosineAnnealingLR,
  cosineAnnealingWarmRestarts,
  cyclicLR,
  type OneCycleLROptions,
  oneCycleLR,
} from "./cycling-schedules.ts";
export {
  type ConstantLROptions,
  constantLR,
  exponentialLR,
  type LinearLROptions,
  lambdaLR,
  linearLR,
  multiStepLR,
  polynomialLR,
  stepLR,
} from "./decaying-schedules.ts";
export { lbfgs, type TorchLbfgsOptions } from "./lbfgs.ts";
export { muon, type TorchMuonOptions } from "./muon.ts";
export { nAdam, type TorchNAdamOptions } from "./n-adam.ts";
export { rAdam, type TorchRAdamOptions } from "./r-adam.ts";
export { rmsprop, type TorchRmspropOptions } from "./rmsprop.ts";
export { rprop, type TorchRpropOptions } from "./rprop.ts";
export { sgd, type TorchSgdOptions } from "./sgd.ts";
