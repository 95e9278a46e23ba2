import { iota } from "../graph/index.ts";
import { Tensor, tensor } from "../tensor/index.ts";

/** log q of every class is `scores` − `normalizer`, [batch, ..., classes] and [batch, ...]. */
export interface LogProbabilities {
  readonly scores: Tensor;
  readonly normalizer?: Tensor;
}

/** How positions and classes count. */
interface Weighting {
  readonly smoothing?: number;
  readonly classWeights?: readonly number[];
  readonly ignoreIndex?: number;
}

/** −log q of every class: [batch, ..., classes]. */
export const surprises = ({ scores, normalizer }: LogProbabilities): Tensor =>
  normalizer ? normalizer.reshape([...normalizer.shape, 1]).sub(scores) : scores.neg();

/**
 * Σ sₚ·lossₚ / Σ sₚ over all positions p, where a position's share sₚ is the weight of its class times that of
 * its example, and 0 for labels that are ignored. Of smoothed targets, every class counts by its own weight
 * above and the true one alone below, as in torch. 0 when nothing counts.
 */
export const weightedCrossEntropy = (
  q: LogProbabilities,
  target: Tensor,
  weighting: Weighting,
  weights?: Tensor,
): Tensor => {
  const { smoothing = 0, classWeights } = weighting;
  const rows = rowsOf(q, target);
  const classes = rows.shape[rows.shape.length - 1];
  const wanted = smoothing === 0 ? rows : rows.mul(1 - smoothing).add(smoothing / classes);
  const losses = byClass(wanted.mul(surprises(q)), classWeights).sum(-1);
  const total = positionShares(q, target, weighting, weights).sum();
  // Positive totals are far above this, and a sum of nothing stays 0.
  return losses
    .mul(counted(q, target, weighting, weights))
    .sum()
    .div(total.maximum(total.literal(1e-30)));
};

/** What each position counts: [batch, ...]. */
export const positionShares = (q: LogProbabilities, target: Tensor, weighting: Weighting, weights?: Tensor): Tensor =>
  byClass(rowsOf(q, target), weighting.classWeights)
    .sum(-1)
    .mul(counted(q, target, weighting, weights));

/** Targets as rows over classes; labels that are no class become zeros. */
const rowsOf = ({ scores }: LogProbabilities, target: Tensor): Tensor => {
  if (target.shape.length === scores.shape.length) return target.toType(scores.dtype);
  const index = new Tensor(iota(scores.shape, scores.shape.length - 1));
  return index.eq(target.reshape([...target.shape, 1])).toType(scores.dtype);
};

const byClass = (rows: Tensor, classWeights: readonly number[] | undefined): Tensor =>
  classWeights ? rows.mul(tensor(classWeights, [classWeights.length], rows.dtype)) : rows;

/** What a position counts whatever its class: the weight of its example, 0 where its label is ignored. */
const counted = (
  { scores }: LogProbabilities,
  target: Tensor,
  { ignoreIndex }: Weighting,
  weights: Tensor | undefined,
): Tensor => {
  const positions = scores.shape.slice(0, -1);
  const ones = scores.literal(1);
  const isLabels = target.shape.length < scores.shape.length;
  const kept =
    ignoreIndex === undefined || !isLabels ? ones : target.toType("int32").ne(ignoreIndex).toType(scores.dtype);
  if (!weights) return kept.expand(positions);
  return weights
    .toType(scores.dtype)
    .reshape([positions[0], ...positions.slice(1).map(() => 1)])
    .mul(kept)
    .expand(positions);
};
