export {
  type ActivationOptions,
  elu,
  gelu,
  leakyRelu,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from "./activations.ts";
export { asLayer } from "./as-layer.ts";
export { type BatchNormOptions, batchNorm } from "./batch-norm.ts";
export { type DenseOptions, dense } from "./dense.ts";
export { dropout } from "./dropout.ts";
export { flatten } from "./flatten.ts";
export { initialParameters, initialState, parameterCount } from "./initial-values.ts";
export * from "./initializers/index.ts";
export {
  type Applied,
  type Built,
  type Layer,
  type LayerContext,
  type LayerLike,
  type OutputKind,
  outputKind,
  type ParameterSpec,
  type StateSpec,
} from "./layer.ts";
export { reshape } from "./reshape.ts";
export { sequential } from "./sequential.ts";
