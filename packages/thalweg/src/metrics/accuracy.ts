import { ThalwegError } from "../errors/thalweg-error.ts";
import { sizeOf } from "../graph/index.ts";
import { stack, type Tensor } from "../tensor/index.ts";
import type { Metric } from "./metric.ts";

export interface AccuracyOptions {
  /**
   * Compares every output by itself: above the threshold means class 1. For one output it is 0, the middle
   * of logits, unless said (0.5 for probabilities); several outputs are classes, and the largest wins.
   */
  readonly threshold?: number;
  /** A label that counts nothing, such as that of padding; the value is then over all other positions. */
  readonly ignoreIndex?: number;
}

/**
 * The share of examples whose class is right. output: [batch, ..., classes], or [batch] or [batch, 1] for two
 * classes; targets: labels [batch, ...] or one-hot rows [batch, ..., classes]. An example with several
 * positions counts with the share of its positions.
 *
 * @example
 * // two of three are right, as a sum over the batch: 2
 * await accuracy().apply(tensor([[1, 2], [3, 0], [0, 1]]), tensor(Int32Array.of(1, 0, 0), [3])).item();
 */
export const accuracy = ({ threshold, ignoreIndex }: AccuracyOptions = {}): Metric => {
  if (threshold !== undefined && !Number.isFinite(threshold)) {
    throw new ThalwegError("argument", `accuracy: threshold must be finite, got ${threshold}`);
  }
  if (ignoreIndex !== undefined) return overPositions(threshold, ignoreIndex);
  return {
    name: "accuracy",
    better: "higher",
    apply: (output, target) => {
      const right = hits(output, target, threshold).toType("float32");
      return right.sum().div(right.literal(right.size / right.shape[0]));
    },
  };
};

const overPositions = (threshold: number | undefined, ignoreIndex: number): Metric => ({
  name: "accuracy",
  better: "higher",
  sums: () => 2,
  apply: (output, target) => {
    const counted = target.toType("int32").ne(ignoreIndex).reshape([-1]);
    const right = hits(output, target, threshold).reshape([-1]).and(counted);
    return stack([right, counted].map((mask) => mask.toType("float32").sum()));
  },
  finish: ([right, counted]) => right / counted,
});

const hits = (output: Tensor, target: Tensor, threshold: number | undefined): Tensor => {
  const batch = output.shape[0];
  const isOne = sizeOf(output.shape.slice(1)) === 1;
  if (threshold !== undefined || isOne) {
    const wanted = target.reshape(output.shape).gt(0.5);
    return output.gt(threshold ?? 0).eq(wanted);
  }
  const labels = target.shape.length === output.shape.length ? target.argmax() : target.toType("int32");
  return output.argmax().eq(labels).reshape([batch, -1]);
};
