import { arange, eigh, qr, type Tensor } from "../../tensor/index.ts";

/** Eigenvectors of a symmetric matrix in columns, the largest eigenvalue first. */
export const eigenbasis = (matrix: Tensor): Tensor => eigh(matrix).vectors.slice(null, [null, null, -1]);

/** Indices that put a vector in descending order, equal numbers as they come. */
export const descendingOrder = (x: Tensor): Tensor => {
  const [n] = x.shape;
  const [own, other] = [x.reshape([n, 1]), x.reshape([1, n])];
  const index = arange(n);
  const earlier = index.reshape([1, n]).lt(index.reshape([n, 1]));
  const rank = other.gt(own).or(other.eq(own).and(earlier)).sum(1);
  return rank
    .reshape([n, 1])
    .eq(index.reshape([1, n]))
    .mul(index.reshape([n, 1]))
    .sum(0);
};

/**
 * One step of orthogonal iteration from `basis` towards the eigenvectors of a symmetric matrix, the largest eigenvalue
 * first: qr(A·Q) with columns in the order of qᵀAq, and that order. Golub & Van Loan, Matrix Computations, 7.3.
 */
export const refinedBasis = (matrix: Tensor, basis: Tensor): { basis: Tensor; order: Tensor } => {
  const product = matrix.matmul(basis);
  const order = descendingOrder(basis.mul(product).sum(0));
  return { basis: qr(product.gather(order, 1)).q, order };
};
