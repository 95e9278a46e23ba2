import type { Shape } from "../graph/index.ts";
import type { DType, TypedArray } from "../kernels/dtype.ts";
import type { Draws, Tensor } from "../tensor/index.ts";

/** What a loss compares outputs with; the shape is without the batch axis. */
export interface TargetSpec {
  readonly shape: Shape;
  readonly dtype: DType;
  /** The targets themselves, where they are at hand. */
  readonly values?: TypedArray;
}

/** What training makes small: a function of the model's output and the target. */
export interface Loss {
  readonly name: string;
  /** What the model's output must be. */
  readonly expects: "logits" | "probabilities" | "values";
  /**
   * The mean over the batch, a scalar. output, target: [batch, ...]; weights: [batch], how much each example
   * counts, all alike when left out.
   */
  apply(output: Tensor, target: Tensor, weights?: Tensor): Tensor;
  /**
   * What a batch counts in a mean over several, a scalar, so that it is that over all at once. The number of
   * examples, or the sum of their weights, when left out.
   */
  share?(output: Tensor, target: Tensor, weights?: Tensor): Tensor;
  /** What `predict` returns for an output, such as the softmax of logits; the output itself when left out. */
  predictions?(output: Tensor): Tensor;
  /** For classifiers: targets drawn from the model's own predictions, int32. */
  sampled?(output: Tensor, random: Draws): Tensor;
  /** Throws when outputs of this shape (without the batch axis) cannot be compared with such targets. */
  check(outputShape: Shape, target: TargetSpec): void;
}
