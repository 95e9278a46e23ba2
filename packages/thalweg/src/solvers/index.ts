export type { LbfgsReason } from "./descent.ts";
export type { Product, RitzValues } from "./krylov.ts";
export { type LanczosOptions, lanczos } from "./lanczos.ts";
export { type Closure, Lbfgs, type LbfgsState, type LbfgsStep } from "./lbfgs.ts";
export type { LbfgsOptions } from "./lbfgs-options.ts";
export { type MinimizeLbfgsOptions, minimizeLbfgs } from "./minimize-lbfgs.ts";
export { type LinePoint, type LineSearch, type StrongWolfeOptions, strongWolfe } from "./strong-wolfe.ts";
