import { householder, reflectRows } from "./householder.ts";

/**
 * Householder's QR of a row-major matrix [m, n], which it changes: q [m, k] with orthonormal columns and upper
 * triangular r [k, n], k = min(m, n), with LAPACK's signs. Golub & Van Loan, Matrix Computations, 5.2.
 */
export const qr = (a: Float64Array, m: number, n: number): { q: Float64Array; r: Float64Array } => {
  const k = Math.min(m, n);
  const r = new Float64Array(k * n);
  const reflections = Array.from({ length: k }, (_, j) => {
    const reflection = householder(Float64Array.from({ length: m - j }, (_, i) => a[(j + i) * n + j]));
    reflectRows(reflection, a, n, j, j + 1);
    r[j * n + j] = reflection.entry;
    r.set(a.subarray(j * n + j + 1, (j + 1) * n), j * n + j + 1);
    return reflection;
  });
  // q's columns are the unit vectors taken through the reflections, the last one first.
  const q = new Float64Array(m * k);
  for (let j = k - 1; j >= 0; j--) {
    q[j * k + j] = 1;
    reflectRows(reflections[j], q, k, j, j);
  }
  return { q, r };
};
