import * as graph from "../graph/index.ts";
import { Tensor } from "./tensor.ts";

/**
 * Eigenvalues and eigenvectors of a symmetric matrix x [n, n], x = V·diag(λ)·Vᵀ: `values` [n] ascending, `vectors`
 * [n, n] in columns, each with its largest component positive. Only the lower triangle is read. Computed in float64
 * and rounded. It has no gradient.
 *
 * @example
 * const { values, vectors } = eigh(tensor([[2, 1], [1, 2]]));
 * await values.data(); // [1, 3]
 * await vectors.slice(null, 1).data(); // [0.7071068, 0.7071068]
 */
export const eigh = (x: Tensor): { values: Tensor; vectors: Tensor } => {
  const { values, vectors } = graph.eigh(x.node);
  return { values: new Tensor(values), vectors: new Tensor(vectors) };
};

/**
 * The reduced QR decomposition of a matrix x [m, n], x = q·r with k = min(m, n): `q` [m, k] has orthonormal columns,
 * `r` [k, n] is upper triangular. Householder's method with LAPACK's signs: an entry on r's diagonal has the sign
 * opposite to the one it replaced. Computed in float64 and rounded. It has no gradient.
 *
 * @example
 * const { q, r } = qr(tensor([[3, 1], [4, 2]]));
 * await r.data(); // [-5, -2.2, 0, 0.4]
 */
export const qr = (x: Tensor): { q: Tensor; r: Tensor } => {
  const { q, r } = graph.qr(x.node);
  return { q: new Tensor(q), r: new Tensor(r) };
};
