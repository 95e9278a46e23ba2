export { type AdaGradOptions, type AdaGradScaling, adaGrad, scaleByAdaGrad } from "./ada-grad.ts";
export { type AdamOptions, type AdamScaling, adam, scaleByAdam } from "./adam.ts";
export { type AdamWOptions, adamW } from "./adam-w.ts";
export { type GradientDescentOptions, gradientDescent } from "./gradient-descent.ts";
export { type MomentumForm, type MomentumOptions, momentum } from "./momentum.ts";
export { type NesterovOptions, nesterov } from "./nesterov.ts";
export { type RmsPropOptions, type RmsScaling, rmsProp, scaleByRms } from "./rms-prop.ts";
