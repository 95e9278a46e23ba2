import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Tridiagonal } from "./tridiagonal.ts";

/** Steps a number on the diagonal may take; two or three are usual. */
const patience = 60;

/**
 * Makes a symmetric tridiagonal matrix diagonal by implicit QR steps with Wilkinson's shift, in place, and turns the
 * rows of `basis` [n, n] along: they become eigenvectors, the diagonal eigenvalues, in no order.
 * Golub & Van Loan, Matrix Computations, 8.3.
 */
export const diagonalize = ({ diagonal, below }: Tridiagonal, basis: Float64Array): void => {
  let last = diagonal.length - 1;
  let steps = 0;
  while (last > 0) {
    if (isNothing(diagonal, below, last - 1)) {
      below[--last] = 0;
      steps = 0;
      continue;
    }
    let first = last - 1;
    while (first > 0 && !isNothing(diagonal, below, first - 1)) first--;
    if (++steps > patience) {
      throw new ThalwegError("device", `eigh: no eigenvalues after ${patience} steps; is the matrix finite?`);
    }
    chase(diagonal, below, basis, first, last);
  }
};

/** Whether an entry beside the diagonal is below the rounding of its neighbours. */
const isNothing = (diagonal: Float64Array, below: Float64Array, at: number): boolean => {
  const size = Math.abs(below[at]);
  return size <= Number.EPSILON * (Math.abs(diagonal[at]) + Math.abs(diagonal[at + 1])) || size < 2 ** -900;
};

/** The eigenvalue of the last 2 × 2 block that is nearer to its last entry. */
const wilkinsonShift = (diagonal: Float64Array, below: Float64Array, last: number): number => {
  const half = (diagonal[last - 1] - diagonal[last]) / 2;
  const beside = below[last - 1];
  const root = lengthOf(half, beside);
  return diagonal[last] - beside * (beside / (half < 0 ? half - root : half + root));
};

/** One implicit QR step on rows first to last: each rotation pushes what it leaves beside the band one row down. */
const chase = (diagonal: Float64Array, below: Float64Array, basis: Float64Array, first: number, last: number): void => {
  let x = diagonal[first] - wilkinsonShift(diagonal, below, last);
  let z = below[first];
  for (let k = first; k < last; k++) {
    const length = lengthOf(x, z);
    const cosine = length === 0 ? 1 : x / length;
    const sine = length === 0 ? 0 : z / length;
    if (k > first) below[k - 1] = length;
    const [upper, beside, lower] = [diagonal[k], below[k], diagonal[k + 1]];
    diagonal[k] = cosine * (cosine * upper + sine * beside) + sine * (cosine * beside + sine * lower);
    diagonal[k + 1] = sine * (sine * upper - cosine * beside) + cosine * (cosine * lower - sine * beside);
    below[k] = cosine * (cosine * beside + sine * lower) - sine * (cosine * upper + sine * beside);
    if (k + 1 < last) {
      x = below[k];
      z = sine * below[k + 1];
      below[k + 1] *= cosine;
    }
    rotateRows(basis, diagonal.length, k, cosine, sine);
  }
};

const rotateRows = (basis: Float64Array, n: number, k: number, cosine: number, sine: number): void => {
  for (let at = k * n; at < (k + 1) * n; at++) {
    const upper = basis[at];
    const lower = basis[at + n];
    basis[at] = cosine * upper + sine * lower;
    basis[at + n] = cosine * lower - sine * upper;
  }
};

/** √(x² + z²) of moderate numbers; Math.hypot rounds differently from engine to engine. */
const lengthOf = (x: number, z: number): number => {
  const scale = Math.max(Math.abs(x), Math.abs(z));
  if (scale === 0) return 0;
  const [a, b] = [x / scale, z / scale];
  return scale * Math.sqrt(a * a + b * b);
};
