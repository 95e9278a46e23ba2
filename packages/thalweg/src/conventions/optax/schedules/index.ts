export { constantSchedule } from "./constant-schedule.ts";
export { cosineDecaySchedule, type OptaxCosineDecayOptions } from "./cosine-decay-schedule.ts";
export { cosineOnecycleSchedule, type OptaxOnecycleOptions } from "./cosine-onecycle-schedule.ts";
export { exponentialDecay, type OptaxExponentialDecayOptions } from "./exponential-decay.ts";
export { joinSchedules } from "./join-schedules.ts";
export { linearOnecycleSchedule, type OptaxLinearOnecycleOptions } from "./linear-onecycle-schedule.ts";
export { linearSchedule } from "./linear-schedule.ts";
export { type OptaxPiecewiseConstantOptions, piecewiseConstantSchedule } from "./piecewise-constant-schedule.ts";
export {
  type OptaxPiecewiseInterpolateOptions,
  piecewiseInterpolateSchedule,
} from "./piecewise-interpolate-schedule.ts";
export { type OptaxPolynomialOptions, polynomialSchedule } from "./polynomial-schedule.ts";
export { sgdrSchedule } from "./sgdr-schedule.ts";
export { type OptaxWarmupConstantOptions, warmupConstantSchedule } from "./warmup-constant-schedule.ts";
export { type OptaxWarmupCosineOptions, warmupCosineDecaySchedule } from "./warmup-cosine-decay-schedule.ts";
export {
  type OptaxWarmupExponentialOptions,
  warmupExponentialDecaySchedule,
} from "./warmup-exponential-decay-schedule.ts";
