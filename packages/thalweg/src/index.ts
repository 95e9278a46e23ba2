/**
 * Neural-network optimization for TypeScript. Everything of every room, too: `thalweg/tensor`,
 * `thalweg/optimizers` and so on.
 */
export * from "./autodiff/index.ts";
export * from "./data/index.ts";
export * from "./errors/index.ts";
export * from "./layers/index.ts";
// Layers take the short names; functions on tensors of the same names are in thalweg/tensor.
export { elu, flatten, gelu, leakyRelu, relu, sigmoid, silu, softmax, softplus } from "./layers/index.ts";
export * from "./losses/index.ts";
export * from "./metrics/index.ts";
export * from "./optimizers/index.ts";
export * from "./random/index.ts";
export * from "./schedules/index.ts";
export * from "./tensor/index.ts";
export { zeros } from "./tensor/index.ts";
export * from "./training/index.ts";
