import { ThalwegError } from "../errors/thalweg-error.ts";
import { sigmoid, softplus, type Tensor } from "../tensor/index.ts";
import { averaged } from "./averaged.ts";
import { aligned, checkOneToOne } from "./checks.ts";
import type { Loss, TargetSpec } from "./loss.ts";

export interface BinaryCrossEntropyOptions {
  /** What a target of 1 counts against one of 0; 1 unless said, and n₀/n₁ balances rare ones. */
  readonly positiveWeight?: number;
}

/**
 * Binary cross-entropy −y log p − (1 − y) log(1 − p) with p = sigmoid(x), from logits x, computed as
 * log(1 + eˣ) − xy without overflow; the mean over the batch and all outputs. Targets are 0, 1 or
 * probabilities between. `positiveWeight` multiplies the first term, as torch's pos_weight.
 *
 * @example
 * await binaryCrossEntropy().apply(tensor([[0], [0]]), tensor([0, 1])).item(); // log 2 = 0.693…
 */
export const binaryCrossEntropy = ({ positiveWeight = 1 }: BinaryCrossEntropyOptions = {}): Loss => {
  if (!(positiveWeight > 0 && positiveWeight < Number.POSITIVE_INFINITY)) {
    throw new ThalwegError(
      "argument",
      `binaryCrossEntropy: positiveWeight must be finite and > 0, got ${positiveWeight}`,
    );
  }
  const losses = (logits: Tensor, target: Tensor): Tensor => {
    if (positiveWeight === 1) return softplus(logits).sub(logits.mul(target));
    const positive = softplus(logits.neg()).mul(target).mul(positiveWeight);
    return positive.add(softplus(logits).mul(target.literal(1).sub(target)));
  };
  return {
    name: "binaryCrossEntropy",
    expects: "logits",
    apply: (output, target, weights) => {
      const logits = output.float();
      return averaged(losses(logits, aligned(logits, target)), weights);
    },
    predictions: (output) => sigmoid(output),
    check: (outputShape, target) => {
      checkOneToOne("binaryCrossEntropy", outputShape, target);
      checkProbabilities(target);
    },
  };
};

/** Refuses what is neither a class of two nor a probability: the loss would have no least value. */
const checkProbabilities = ({ values }: TargetSpec): void => {
  const wrong = values?.findIndex((target: number) => !(target >= 0 && target <= 1)) ?? -1;
  if (wrong < 0) return;
  throw new ThalwegError(
    "data",
    `binaryCrossEntropy: targets must be from 0 to 1, got ${values?.[wrong]} at position ${wrong}; ` +
      "use crossEntropy() for more than two classes, or mse() for numbers",
  );
};
