/** What is measured, as plain data: the same text and the same numbers reach every side. */
export type Spec = ClassifierSpec | ConvolutionalSpec | TransformerSpec | UpdateSpec | RosenbrockSpec | ProductSpec;

/** An MLP with ReLU between layers, trained by Adam on one batch again and again. */
export interface ClassifierSpec {
  readonly kind: "classifier";
  /** Units of input, hidden layers and output. */
  readonly widths: readonly number[];
  /** Whether batch normalization stands after each hidden layer, which then has no bias. */
  readonly batchNorm: boolean;
  readonly batch: number;
  readonly learningRate: number;
}

/** Convolutions, each with ReLU and a pool of 2 × 2, then a hidden layer; trained by Adam on one batch. */
export interface ConvolutionalSpec {
  readonly kind: "convolutional";
  /** Height and width of the images, which have one channel. */
  readonly side: number;
  readonly filters: readonly number[];
  /** Height and width of the filters, which keep the image's size. */
  readonly kernel: number;
  readonly units: number;
  readonly classes: number;
  readonly batch: number;
  readonly learningRate: number;
}

/** A causal transformer with normalization before each branch, trained by AdamW after a clip by global norm. */
export interface TransformerSpec {
  readonly kind: "transformer";
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  /** Units within the perceptron of a block. */
  readonly features: number;
  readonly context: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly clip: number;
}

/** An optimizer alone, on `tensors` parameters of `length` weights, with a gradient that never changes. */
export interface UpdateSpec {
  readonly kind: "update";
  readonly optimizer: "adam" | "adamW";
  readonly tensors: number;
  readonly length: number;
  readonly learningRate: number;
  /** λ of decoupled decay; AdamW only. */
  readonly weightDecay: number;
  /** Global norm to which the gradient is scaled down before. */
  readonly clip?: number;
}

/** Adam on (1 − x)² + 100(y − x²)² from the start: value, gradient and update, `steps` times. */
export interface RosenbrockSpec {
  readonly kind: "rosenbrock";
  readonly start: readonly [number, number];
  readonly learningRate: number;
  readonly steps: number;
}

/** a·b of two square matrices. */
export interface ProductSpec {
  readonly kind: "product";
  readonly size: number;
}

export interface Named {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Arrays by name. */
export type Arrays = Readonly<Record<string, Named>>;

export interface Task<S extends Spec = Spec> {
  readonly spec: S;
  /** The first weights, under the names of Thalweg's layers. */
  readonly weights: Arrays;
  /** x and y of a batch, a gradient, or the factors of a product. */
  readonly data: Arrays;
}
