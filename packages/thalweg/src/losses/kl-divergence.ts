import { ThalwegError } from "../errors/thalweg-error.ts";
import { sameShape } from "../graph/index.ts";
import { isFloat } from "../kernels/dtype.ts";
import { showBatched } from "../layers/layer.ts";
import { logSoftmax, softmax, where } from "../tensor/index.ts";
import { averaged } from "./averaged.ts";
import type { Loss } from "./loss.ts";

/**
 * Kullback–Leibler divergence KL(p ‖ q) = Σ p (log p − log q) of target probabilities p [batch, ..., classes]
 * from q = softmax(output); terms with p = 0 are 0. The sum over all axes but the batch, averaged over the
 * batch (torch's "batchmean").
 *
 * @example
 * await klDivergence().apply(tensor([[0, 0]]), tensor([[1, 0]])).item(); // log 2 = 0.693…
 */
export const klDivergence = (): Loss => ({
  name: "klDivergence",
  expects: "logits",
  apply: (output, target, weights) => {
    const logits = output.float();
    const p = target.toType(logits.dtype);
    const positive = where(p.gt(p.literal(0)), p, p.literal(1));
    const terms = p.mul(positive.log().sub(logSoftmax(logits)));
    if (!weights) return terms.sum().div(logits.literal(logits.shape[0]));
    return averaged(terms.reshape([logits.shape[0], -1]).sum(1), weights);
  },
  predictions: (output) => softmax(output),
  check: (outputShape, target) => {
    if (sameShape(outputShape, target.shape) && outputShape.length > 0 && isFloat(target.dtype)) return;
    throw new ThalwegError(
      "shape",
      `klDivergence: expected target probabilities ${showBatched(outputShape)}, as the output, got ${target.dtype} ` +
        `${showBatched(target.shape)}; use crossEntropy() for labels`,
    );
  },
});
