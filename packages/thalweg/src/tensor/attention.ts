import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import { softmax } from "./activations.ts";
import { stopGradient, Tensor, where } from "./tensor.ts";

export interface AttentionOptions {
  /** Whether a position sees only itself and those before it; the last query sees every key. */
  readonly causal?: boolean;
  /** Where it is 0 a query does not see a key; broadcasts to [..., queries, keys]. A query that sees none gets zeros. */
  readonly mask?: Tensor;
  /** Changes the weights [..., queries, keys] before values are averaged: where dropout belongs. */
  readonly onWeights?: (weights: Tensor) => Tensor;
}

/**
 * Scaled dot-product attention softmax(q·kᵀ/√d)·v: every query gets the values, averaged by how well their
 * keys fit. q: [..., queries, d], k: [..., keys, d], v: [..., keys, features] → [..., queries, features].
 * Vaswani et al. 2017, arXiv:1706.03762.
 *
 * @example
 * const [q, k] = [tensor([[0, 0]]), tensor([[1, 2], [3, 4]])];
 * await scaledDotProductAttention(q, k, tensor([[10], [20]])).item(); // 15
 */
export const scaledDotProductAttention = (
  q: Tensor,
  k: Tensor,
  v: Tensor,
  { causal = false, mask, onWeights = (weights) => weights }: AttentionOptions = {},
): Tensor => {
  checkOperands(q, k, v);
  const features = q.shape[q.shape.length - 1];
  const product = q.matmul(k.transpose());
  const scores = product.mul(product.literal(1 / Math.sqrt(features)));
  const [queries, keys] = scores.shape.slice(-2);
  if (causal && queries > keys) {
    throw new ThalwegError(
      "shape",
      `scaledDotProductAttention: causal needs a key for every query, got ${queries} queries and ${keys} keys`,
    );
  }
  const seen = causal ? notLater(queries, keys) : undefined;
  const allowed = mask && seen ? mask.ne(0).and(seen) : (mask?.ne(0) ?? seen);
  const weights = allowed ? maskedSoftmax(scores, allowed, mask !== undefined) : softmax(scores);
  return onWeights(weights).matmul(v);
};

/** [queries, keys]: 1 where a key is not after its query, counted from the end of both. */
const notLater = (queries: number, keys: number): Tensor => {
  const query = new Tensor(graph.iota([queries, keys], 0));
  const key = new Tensor(graph.iota([queries, keys], 1));
  return key.le(query.add(query.literal(keys - queries)));
};

/** Finite, so that a difference of two of them is no NaN, and far below every score. */
const hidden = -1e30;

const maskedSoftmax = (scores: Tensor, allowed: Tensor, mayHideAll: boolean): Tensor => {
  const visible = where(allowed, scores, scores.literal(hidden));
  const centred = visible.sub(stopGradient(visible.max(-1, { keepDims: true })));
  const exponentials = where(allowed, centred.exp(), scores.literal(0));
  const total = exponentials.sum(-1, { keepDims: true });
  return exponentials.div(mayHideAll ? where(total.gt(total.literal(0)), total, total.literal(1)) : total);
};

const checkOperands = (q: Tensor, k: Tensor, v: Tensor): void => {
  const [a, b, c] = [q, k, v].map(({ shape }) => shape.slice(-2));
  if (a.length === 2 && b.length === 2 && c.length === 2 && a[1] === b[1] && b[0] === c[0]) return;
  throw new ThalwegError(
    "shape",
    `scaledDotProductAttention: q [..., queries, d], k [..., keys, d] and v [..., keys, features] must share d and ` +
      `keys, got ${[q, k, v].map(({ shape }) => graph.showShape(shape)).join(", ")}`,
  );
};
