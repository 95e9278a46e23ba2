import { sigmoid, softplus } from "../tensor/index.ts";
import { aligned, checkOneToOne } from "./checks.ts";
import type { Loss } from "./loss.ts";

/**
 * Binary cross-entropy −y log p − (1 − y) log(1 − p) with p = sigmoid(x), from logits x, computed as
 * log(1 + eˣ) − xy without overflow; the mean over the batch and all outputs. Targets are 0, 1 or
 * probabilities between.
 *
 * @example
 * await binaryCrossEntropy().apply(tensor([[0], [0]]), tensor([0, 1])).item(); // log 2 = 0.693…
 */
export const binaryCrossEntropy = (): Loss => ({
  name: "binaryCrossEntropy",
  expects: "logits",
  apply: (output, target) => {
    const logits = output.float();
    return softplus(logits)
      .sub(logits.mul(aligned(logits, target)))
      .mean();
  },
  predictions: (output) => sigmoid(output),
  check: (outputShape, target) => checkOneToOne("binaryCrossEntropy", outputShape, target),
});
