/** Work that can be repeated: `run` does it once more and ends when it is done. */
export interface Work {
  run(): Promise<void>;
  /** A number that what was done so far decides, by which two sides are compared. */
  result(): Promise<number>;
}

/** A library under measurement: each function prepares one workload. */
export interface Side {
  readonly name: string;
  readonly classifier: (task: ClassifierTask) => Promise<Work>;
  readonly adam: (task: AdamTask) => Promise<Work>;
  readonly product: (task: ProductTask) => Promise<Work>;
}

/** One layer y = x·W + b. weight: [inputs, units]; bias: [units], all zero at the start. */
export interface LayerStart {
  readonly inputs: number;
  readonly units: number;
  readonly weight: Float32Array;
}

/** An MLP with ReLU between layers and cross-entropy on logits, trained by Adam on one batch again and again. */
export interface ClassifierTask {
  readonly layers: readonly LayerStart[];
  /** [batch, features] */
  readonly x: Float32Array;
  /** [batch] */
  readonly labels: Int32Array;
  readonly learningRate: number;
}

/** Adam on one array with a gradient that never changes. */
export interface AdamTask {
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  readonly learningRate: number;
}

/** a·b of two square matrices. a, b: [size, size] */
export interface ProductTask {
  readonly size: number;
  readonly a: Float32Array;
  readonly b: Float32Array;
}
