import { ThalwegError } from "../errors/thalweg-error.ts";
import { iota } from "../graph/index.ts";
import { Tensor, where } from "../tensor/index.ts";
import type { Metric } from "./metric.ts";

/**
 * The share of examples whose class is among the k largest outputs; of equal outputs the first counts as
 * larger. output: [batch, ..., classes]; targets: labels [batch, ...] or one-hot rows. An example with several
 * positions counts with the share of its positions.
 *
 * @example
 * await topKAccuracy(2).apply(tensor([[1, 5, 2], [3, 0, 1]]), tensor(Int32Array.of(2, 1), [2])).item(); // 1
 */
export const topKAccuracy = (k: number, { name = `top${k}Accuracy` }: { readonly name?: string } = {}): Metric => {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new ThalwegError("argument", `topKAccuracy: k must be a whole number ≥ 1, got ${k}`);
  }
  return {
    name,
    better: "higher",
    apply: (output, target) => {
      const labels = target.shape.length === output.shape.length ? target.argmax() : target.toType("int32");
      const index = new Tensor(iota(output.shape, output.shape.length - 1));
      const label = labels.reshape([...labels.shape, 1]);
      const own = where(index.eq(label), output, output.literal(0)).sum(-1, { keepDims: true });
      const before = output.gt(own).or(output.eq(own).and(index.lt(label)));
      const right = before.toType("float32").sum(-1).lt(k).toType("float32");
      return right.sum().div(right.literal(right.size / right.shape[0]));
    },
  };
};
