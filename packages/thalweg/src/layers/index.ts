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
export { type BidirectionalOptions, bidirectional } from "./bidirectional.ts";
export { conv1d, conv2d } from "./convolution.ts";
export type { ConvolutionLayerOptions } from "./convolution-layer.ts";
export { type DenseOptions, dense } from "./dense.ts";
export { dropout } from "./dropout.ts";
export { type EmbeddingOptions, embedding } from "./embedding.ts";
export { flatten } from "./flatten.ts";
export { globalAveragePool, globalMaxPool } from "./global-pooling.ts";
export { type GroupNormOptions, groupNorm } from "./group-norm.ts";
export { type GruOptions, gru } from "./gru.ts";
export { inferenceMode } from "./inference-mode.ts";
export { initialParameters, initialState, parameterCount } from "./initial-values.ts";
export * from "./initializers/index.ts";
export {
  type Applied,
  type Built,
  type Layer,
  type LayerContext,
  type LayerLike,
  type Limits,
  type OutputKind,
  outputKind,
  type ParameterSpec,
  type StateSpec,
  type Watched,
} from "./layer.ts";
export { type LayerNormOptions, layerNorm } from "./layer-norm.ts";
export { type LstmOptions, lstm } from "./lstm.ts";
export { type Model, model } from "./model.ts";
export { type MultiHeadAttentionOptions, multiHeadAttention } from "./multi-head-attention.ts";
export {
  type AveragePoolingLayerOptions,
  averagePool1d,
  averagePool2d,
  maxPool1d,
  maxPool2d,
  type PoolingLayerOptions,
} from "./pooling.ts";
export { type PositionalEmbeddingOptions, positionalEmbedding } from "./positional-embedding.ts";
export type { RecurrentOptions } from "./recurrent.ts";
export { reshape } from "./reshape.ts";
export { type ResidualOptions, residual } from "./residual.ts";
export { type RmsNormOptions, rmsNorm } from "./rms-norm.ts";
export { sequential } from "./sequential.ts";
export { type SimpleRnnOptions, simpleRnn } from "./simple-rnn.ts";
export { sinusoidalPositions } from "./sinusoidal-positions.ts";
export { spatialDropout } from "./spatial-dropout.ts";
export { type Memory, optimizerMemory, type SummaryOptions, summary, summaryOf } from "./summary.ts";
export { add, concatenate, input, multiply, type Symbolic } from "./symbolic.ts";
export { type TransformerBlockOptions, transformerBlock } from "./transformer-block.ts";
export { conv1dTranspose, conv2dTranspose, type TransposedConvolutionLayerOptions } from "./transposed-convolution.ts";
