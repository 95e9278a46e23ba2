import { ThalwegError } from "../errors/thalweg-error.ts";
import { iota, type Shape, sameShape } from "../graph/index.ts";
import { isFloat } from "../kernels/dtype.ts";
import { showBatched } from "../layers/layer.ts";
import { type Draws, softmax, stopGradient, Tensor, where } from "../tensor/index.ts";
import type { Loss, TargetSpec } from "./loss.ts";

export interface CrossEntropyOptions {
  /** What the model's output is. Probabilities below 1e-7 count as 1e-7. */
  readonly from?: "logits" | "probabilities";
  /** Share s of the target that is spread over all K classes: (1 − s)·y + s/K, as in torch. */
  readonly smoothing?: number;
}

/** log q of every class is `scores` − `normalizer`, [batch, ..., classes] and [batch, ...]. */
interface LogProbabilities {
  readonly scores: Tensor;
  readonly normalizer?: Tensor;
}

/**
 * Cross-entropy −Σ y log q, averaged over all axes but the last, with q = softmax(output) or the output
 * itself. output: [batch, ..., classes]; targets are class labels [batch, ...] (int32 or uint8, from 0) or
 * probabilities [batch, ..., classes], such as one-hot rows. Labels must be below the number of classes.
 *
 * @example
 * await crossEntropy().apply(tensor([[0, 0]]), tensor(Int32Array.of(1), [1])).item(); // log 2 = 0.693…
 */
export const crossEntropy = ({ from = "logits", smoothing = 0 }: CrossEntropyOptions = {}): Loss => {
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new ThalwegError("argument", `crossEntropy: smoothing must be in [0, 1), got ${smoothing}`);
  }
  if (from !== "logits" && from !== "probabilities") {
    throw new ThalwegError("argument", `crossEntropy: from must be "logits" or "probabilities", got ${String(from)}`);
  }
  const logs = from === "logits" ? fromLogits : fromProbabilities;
  return {
    name: "crossEntropy",
    expects: from,
    apply: (output, target) => {
      const q = logs(output.float());
      const losses =
        target.shape.length < output.shape.length ? ofLabels(q, target, smoothing) : ofRows(q, target, smoothing);
      return losses.mean();
    },
    ...(from === "logits" && { predictions: (output: Tensor) => softmax(output) }),
    sampled: (output, random) => drawn(logs(output.float()).scores, random),
    check,
  };
};

// The largest logit is taken off first, so that neither the exponentials nor the difference lose digits.
const fromLogits = (logits: Tensor): LogProbabilities => {
  const scores = logits.sub(stopGradient(logits.max(-1, { keepDims: true })));
  return { scores, normalizer: scores.exp().sum(-1).log() };
};

const fromProbabilities = (probabilities: Tensor): LogProbabilities => ({
  scores: probabilities.maximum(probabilities.literal(1e-7)).log(),
});

/** Labels drawn with the probabilities e^score, by adding Gumbel noise −log(−log u) to the scores. */
const drawn = (scores: Tensor, random: Draws): Tensor => {
  const u = random.uniform(scores.shape, "labels");
  const noise = u
    .maximum(u.literal(2 ** -25))
    .log()
    .neg()
    .log()
    .neg();
  return stopGradient(scores).add(noise.toType(scores.dtype)).argmax(-1);
};

/** Chooses the label's score by comparison, whose gradient is softmax − one-hot without a scatter. */
const ofLabels = ({ scores, normalizer }: LogProbabilities, labels: Tensor, smoothing: number): Tensor => {
  const classes = scores.shape.length - 1;
  const index = new Tensor(iota(scores.shape, classes));
  const chosen = index.eq(labels.reshape([...labels.shape, 1]));
  const own = where(chosen, scores, scores.literal(0)).sum(-1);
  const expected = smoothing === 0 ? own : own.mul(1 - smoothing).add(scores.mean(-1).mul(smoothing));
  return normalizer ? normalizer.sub(expected) : expected.neg();
};

const ofRows = ({ scores, normalizer }: LogProbabilities, target: Tensor, smoothing: number): Tensor => {
  const given = target.toType(scores.dtype);
  const classes = scores.shape[scores.shape.length - 1];
  const wanted = smoothing === 0 ? given : given.mul(1 - smoothing).add(smoothing / classes);
  const surprise = normalizer ? normalizer.reshape([...normalizer.shape, 1]).sub(scores) : scores.neg();
  return wanted.mul(surprise).sum(-1);
};

const check = (outputShape: Shape, target: TargetSpec): void => {
  const classes = outputShape[outputShape.length - 1] ?? 1;
  if (classes < 2) {
    throw new ThalwegError(
      "shape",
      `crossEntropy: expected an output for each of two or more classes, got ${showBatched(outputShape)}; ` +
        "use binaryCrossEntropy() for one output",
    );
  }
  if (sameShape(outputShape, target.shape)) return;
  if (!sameShape(outputShape.slice(0, -1), target.shape)) {
    throw new ThalwegError(
      "shape",
      `crossEntropy: expected labels ${showBatched(outputShape.slice(0, -1))} or probabilities ` +
        `${showBatched(outputShape)}, got ${showBatched(target.shape)}; give the last layer one unit a class`,
    );
  }
  if (isFloat(target.dtype)) {
    throw new ThalwegError(
      "dtype",
      `crossEntropy: labels must be int32 or uint8, got ${target.dtype}; keep them in an Int32Array, or use mse() for numbers`,
    );
  }
  const wrong = target.values?.findIndex((label: number) => label < 0 || label >= classes) ?? -1;
  if (wrong >= 0) {
    throw new ThalwegError(
      "data",
      `crossEntropy: labels of ${classes} classes must be from 0 to ${classes - 1}, got ${target.values?.[wrong]} at ` +
        `position ${wrong}; give the last layer one unit a class, or number the labels from 0`,
    );
  }
};
