export { adadelta, type KerasAdadeltaOptions } from "./adadelta.ts";
export { adafactor, type KerasAdafactorOptions } from "./adafactor.ts";
export { adagrad, type KerasAdagradOptions } from "./adagrad.ts";
export { adam, type KerasAdamOptions } from "./adam.ts";
export { adamW, type KerasAdamWOptions } from "./adam-w.ts";
export { adamax, type KerasAdamaxOptions } from "./adamax.ts";
export { batchNormalization, type KerasBatchNormalizationOptions } from "./batch-normalization.ts";
export { ftrl, type KerasFtrlOptions } from "./ftrl.ts";
export { type KerasLambOptions, lamb } from "./lamb.ts";
export { type KerasLionOptions, lion } from "./lion.ts";
export { type KerasMuonOptions, muon } from "./muon.ts";
export { type KerasNadamOptions, nadam } from "./nadam.ts";
export type { KerasOptions } from "./optimizer.ts";
export { l1, l2 } from "./regularizers.ts";
export { type KerasRmspropOptions, rmsprop } from "./rmsprop.ts";
export { type KerasScheduleFreeAdamWOptions, scheduleFreeAdamW } from "./schedule-free-adam-w.ts";
export {
  cosineDecay,
  cosineDecayRestarts,
  exponentialDecay,
  inverseTimeDecay,
  type KerasCosineDecayOptions,
  type KerasCosineDecayRestartsOptions,
  type KerasDecayOptions,
  type KerasPiecewiseConstantDecayOptions,
  type KerasPolynomialDecayOptions,
  piecewiseConstantDecay,
  polynomialDecay,
} from "./schedules.ts";
export { type KerasSgdOptions, sgd } from "./sgd.ts";
