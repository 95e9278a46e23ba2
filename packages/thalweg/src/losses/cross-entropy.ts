import { ThalwegError } from "../errors/thalweg-error.ts";
import { iota } from "../graph/index.ts";
import { type Draws, softmax, stopGradient, Tensor, where } from "../tensor/index.ts";
import { averaged } from "./averaged.ts";
import { checkTarget } from "./cross-entropy-target.ts";
import type { Loss } from "./loss.ts";
import { type LogProbabilities, positionShares, surprises, weightedCrossEntropy } from "./weighted-cross-entropy.ts";

export interface CrossEntropyOptions {
  /** What the model's output is. Probabilities below 1e-7 count as 1e-7. */
  readonly from?: "logits" | "probabilities";
  /** Share s of the target that is spread over all K classes: (1 − s)·y + s/K, as in torch. */
  readonly smoothing?: number;
  /** What each class counts, by label; the mean is then Σ w·loss / Σ w, as in torch. All alike unless said. */
  readonly classWeights?: readonly number[];
  /** A label that counts nothing, such as that of padding. */
  readonly ignoreIndex?: number;
}

/**
 * Cross-entropy −Σ y log q, averaged over all axes but the last, with q = softmax(output) or the output
 * itself. output: [batch, ..., classes]; targets are class labels [batch, ...] (int32 or uint8, from 0) or
 * probabilities [batch, ..., classes], such as one-hot rows. Labels must be below the number of classes.
 *
 * @example
 * await crossEntropy().apply(tensor([[0, 0]]), tensor(Int32Array.of(1), [1])).item(); // log 2 = 0.693…
 */
export const crossEntropy = (options: CrossEntropyOptions = {}): Loss => {
  const { from = "logits", smoothing = 0 } = options;
  checkOptions(options);
  const logs = from === "logits" ? fromLogits : fromProbabilities;
  const isWeighted = options.classWeights !== undefined || options.ignoreIndex !== undefined;
  return {
    name: "crossEntropy",
    expects: from,
    apply: (output, target, weights) => {
      const q = logs(output.float());
      if (isWeighted) return weightedCrossEntropy(q, target, options, weights);
      const isLabels = target.shape.length < output.shape.length;
      return averaged(isLabels ? ofLabels(q, target, smoothing) : ofRows(q, target, smoothing), weights);
    },
    ...(isWeighted && {
      share: (output: Tensor, target: Tensor, weights?: Tensor) =>
        positionShares(logs(output.float()), target, options, weights).sum(),
    }),
    ...(from === "logits" && { predictions: (output: Tensor) => softmax(output) }),
    sampled: (output, random) => drawn(logs(output.float()).scores, random),
    check: (outputShape, target) => checkTarget(outputShape, target, options),
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
  return wanted.mul(surprises({ scores, normalizer })).sum(-1);
};

const checkOptions = ({ from = "logits", smoothing = 0, classWeights, ignoreIndex }: CrossEntropyOptions): void => {
  if (!(smoothing >= 0 && smoothing < 1)) {
    throw new ThalwegError("argument", `crossEntropy: smoothing must be in [0, 1), got ${smoothing}`);
  }
  if (from !== "logits" && from !== "probabilities") {
    throw new ThalwegError("argument", `crossEntropy: from must be "logits" or "probabilities", got ${String(from)}`);
  }
  const wrong = classWeights?.find((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong !== undefined) {
    throw new ThalwegError("argument", `crossEntropy: classWeights must be finite and ≥ 0, got ${wrong}`);
  }
  if (ignoreIndex !== undefined && !Number.isSafeInteger(ignoreIndex)) {
    throw new ThalwegError("argument", `crossEntropy: ignoreIndex must be a whole number, got ${ignoreIndex}`);
  }
};
