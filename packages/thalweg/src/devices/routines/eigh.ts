import { diagonalize } from "./diagonalize.ts";
import { tridiagonal } from "./tridiagonal.ts";

/**
 * Eigenvalues [n], ascending, and eigenvectors, in the columns of [n, n], of a symmetric row-major matrix [n, n], which
 * it changes; only the lower triangle is read. The first of a vector's largest components is positive. A matrix that
 * is not finite has NaN for both.
 */
export const eigh = (a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } => {
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  let largest = 0;
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) largest = Math.max(largest, Math.abs(a[row * n + column]));
  }
  if (!Number.isFinite(largest)) return { values: values.fill(Number.NaN), vectors: vectors.fill(Number.NaN) };
  // A power of two rounds nothing, and squares neither overflow nor vanish.
  const scale = largest === 0 ? 1 : 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest))));
  for (let at = 0; at < a.length; at++) a[at] /= scale;
  const { diagonal, below, basis } = tridiagonal(a, n);
  diagonalize({ diagonal, below }, basis);
  const order = Array.from(diagonal, (_, index) => index).sort((i, j) => diagonal[i] - diagonal[j] || i - j);
  order.forEach((from, column) => {
    values[column] = diagonal[from] * scale;
    const sign = signOf(basis.subarray(from * n, (from + 1) * n));
    for (let row = 0; row < n; row++) vectors[row * n + column] = sign * basis[from * n + row];
  });
  return { values, vectors };
};

const signOf = (vector: Float64Array): number => {
  let largest = 0;
  for (const component of vector) if (Math.abs(component) > Math.abs(largest)) largest = component;
  return largest < 0 ? -1 : 1;
};
