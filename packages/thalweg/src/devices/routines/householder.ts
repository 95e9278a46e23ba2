/** The reflection H = I − τ·v·vᵀ with v₁ = 1. */
export interface Reflection {
  readonly v: Float64Array;
  /** τ. */
  readonly gain: number;
}

/**
 * The reflection that takes a vector x, which becomes v, to its first axis, and `entry`, what it leaves there. LAPACK's
 * signs: the entry is −sign(x₁)‖x‖, and H = I where all below x₁ is 0. Golub & Van Loan, Matrix Computations, 5.1.
 */
export const householder = (x: Float64Array): Reflection & { readonly entry: number } => {
  const first = x[0];
  let largest = 0;
  for (let i = 1; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]));
  x[0] = 1;
  if (largest === 0) return { v: x, gain: 0, entry: first };
  // Squares of scaled numbers neither overflow nor vanish.
  const scale = Math.max(largest, Math.abs(first));
  let sum = (first / scale) * (first / scale);
  for (let i = 1; i < x.length; i++) {
    const scaled = x[i] / scale;
    sum += scaled * scaled;
  }
  const length = scale * Math.sqrt(sum);
  const entry = first < 0 ? length : -length;
  for (let i = 1; i < x.length; i++) x[i] /= first - entry;
  return { v: x, gain: (entry - first) / entry, entry };
};

/** A ← H·A for the last rows and columns of a row-major matrix with `width` columns, from (row, column) on. */
export const reflectRows = (
  { v, gain }: Reflection,
  a: Float64Array,
  width: number,
  row: number,
  column: number,
): void => {
  if (gain === 0) return;
  const sums = new Float64Array(width - column);
  for (let i = 0; i < v.length; i++) {
    const start = (row + i) * width + column;
    for (let j = 0; j < sums.length; j++) sums[j] += v[i] * a[start + j];
  }
  for (let i = 0; i < v.length; i++) {
    const start = (row + i) * width + column;
    const factor = gain * v[i];
    for (let j = 0; j < sums.length; j++) a[start + j] -= factor * sums[j];
  }
};
