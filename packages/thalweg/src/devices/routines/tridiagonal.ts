import { householder, type Reflection } from "./householder.ts";

/** A symmetric tridiagonal matrix. */
export interface Tridiagonal {
  /** [n] */
  readonly diagonal: Float64Array;
  /** [n − 1], below the diagonal. */
  readonly below: Float64Array;
}

/**
 * A = Qᵀ·T·Q with T tridiagonal, by Householder's reflections, for a symmetric row-major A [n, n], which it changes;
 * only the lower triangle is read. Rows of `basis` [n, n] are Q's. Golub & Van Loan, Matrix Computations, 8.3.
 */
export const tridiagonal = (a: Float64Array, n: number): Tridiagonal & { readonly basis: Float64Array } => {
  const diagonal = new Float64Array(n);
  const below = new Float64Array(n - 1);
  const reflections = Array.from({ length: n - 1 }, (_, k) => {
    const reflection = householder(Float64Array.from({ length: n - 1 - k }, (_, i) => a[(k + 1 + i) * n + k]));
    reflectBothSides(reflection, a, n, k + 1);
    diagonal[k] = a[k * n + k];
    below[k] = reflection.entry;
    return reflection;
  });
  diagonal[n - 1] = a[n * n - 1];
  const basis = new Float64Array(n * n);
  for (let row = 0; row < n; row++) basis[row * n + row] = 1;
  for (let k = n - 2; k >= 0; k--) {
    for (let row = k + 1; row < n; row++) reflectVector(reflections[k], basis, row * n + k + 1);
  }
  return { diagonal, below, basis };
};

/** x ← H·x for neighbouring numbers from `start` on. */
const reflectVector = ({ v, gain }: Reflection, x: Float64Array, start: number): void => {
  let product = 0;
  for (let i = 0; i < v.length; i++) product += v[i] * x[start + i];
  product *= gain;
  for (let i = 0; i < v.length; i++) x[start + i] -= product * v[i];
};

/** B ← H·B·H in the lower triangle of A from row and column `first` on: B − v·wᵀ − w·vᵀ, w = τ(Bv − τ(vᵀBv)v/2). */
const reflectBothSides = ({ v, gain }: Reflection, a: Float64Array, n: number, first: number): void => {
  if (gain === 0) return;
  const size = v.length;
  const w = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const start = (first + row) * n + first;
    let sum = a[start + row] * v[row];
    for (let column = 0; column < row; column++) {
      sum += a[start + column] * v[column];
      w[column] += a[start + column] * v[row];
    }
    w[row] += sum;
  }
  let along = 0;
  for (let i = 0; i < size; i++) {
    w[i] *= gain;
    along += w[i] * v[i];
  }
  for (let i = 0; i < size; i++) w[i] -= (gain / 2) * along * v[i];
  for (let row = 0; row < size; row++) {
    const start = (first + row) * n + first;
    for (let column = 0; column <= row; column++) a[start + column] -= v[row] * w[column] + w[row] * v[column];
  }
};
