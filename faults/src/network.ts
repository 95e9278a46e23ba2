import {
  batchNorm,
  dense,
  dropout,
  flatten,
  gelu,
  heNormal,
  type Initializer,
  type LayerLike,
  layerNorm,
  relu,
  sequential,
  sigmoid,
  tanh,
} from "thalweg";

export type Activation = "relu" | "tanh" | "sigmoid" | "gelu";

/** What faults can ask of any problem's network; each problem has its own start. */
export interface NetworkOptions {
  /** Units of the hidden layers; of convolutions, their filters. */
  readonly hidden: readonly number[];
  /** Numbers that the last layer gives. */
  readonly outputs: number;
  readonly activation: Activation;
  readonly normalization?: "batch" | "layer";
  /** Whether layers before a batch normalization have a bias; false unless said. */
  readonly biasBeforeBatchNorm?: boolean;
  /** Share of hidden units hidden while training. */
  readonly dropout?: number;
  /** Of hidden layers; He's normal distribution for relu and gelu, Glorot's otherwise, unless said. */
  readonly initializer?: Initializer;
  /** Of the biases of hidden layers. */
  readonly biasInitializer?: Initializer;
  /** Of the last layer's weights and bias. */
  readonly outputInitializer?: Initializer;
  readonly outputBias?: Initializer;
  /** Before all others. */
  readonly first?: readonly LayerLike[];
}

export const activations: Readonly<Record<Activation, () => LayerLike>> = { relu, tanh, sigmoid, gelu };

/** Options of a hidden layer with weights. */
export const hiddenOptions = (network: NetworkOptions) => {
  const { activation, initializer, biasInitializer, normalization, biasBeforeBatchNorm = false } = network;
  const suited = activation === "relu" || activation === "gelu" ? heNormal() : undefined;
  const kernelInitializer = initializer ?? suited;
  return {
    bias: normalization !== "batch" || biasBeforeBatchNorm,
    ...(kernelInitializer && { kernelInitializer }),
    ...(biasInitializer && { biasInitializer }),
  };
};

/** What follows a hidden layer: normalization, activation, dropout. */
export const afterHidden = ({ normalization, activation, dropout: share }: NetworkOptions): readonly LayerLike[] => [
  ...(normalization === "batch" ? [batchNorm()] : []),
  ...(normalization === "layer" ? [layerNorm()] : []),
  activations[activation](),
  ...(share === undefined ? [] : [dropout(share)]),
];

export const outputLayer = ({ outputs, outputInitializer, outputBias }: NetworkOptions): LayerLike =>
  dense(outputs, {
    ...(outputInitializer && { kernelInitializer: outputInitializer }),
    ...(outputBias && { biasInitializer: outputBias }),
  });

/** Hidden layers one after the other; inputs of several axes are laid out flat. */
export const perceptron =
  (flat = false) =>
  (network: NetworkOptions): LayerLike =>
    sequential([
      ...(flat ? [flatten()] : []),
      ...(network.first ?? []),
      ...network.hidden.flatMap((units) => [dense(units, hiddenOptions(network)), ...afterHidden(network)]),
      outputLayer(network),
    ]);
