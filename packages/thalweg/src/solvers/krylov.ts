import { eigh } from "../devices/routines/eigh.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";

/** A symmetric matrix that is known only by its products: v ↦ A·v. */
export type Product = (v: Float64Array) => Float64Array | Promise<Float64Array>;

export const inner = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index] * b[index];
  return sum;
};

/** a ← a + factor·b. */
const add = (a: Float64Array, factor: number, b: Float64Array): void => {
  for (let index = 0; index < a.length; index++) a[index] += factor * b[index];
};

const scaled = (a: Float64Array, factor: number): Float64Array => a.map((value) => value * factor);

/** What A is in the space of v, A·v, A²·v, …: eigenvalues of the tridiagonal matrix there. */
export interface RitzValues {
  /** Descending. */
  readonly values: Float64Array;
  /** How far each may be from an eigenvalue of A, at most. */
  readonly residuals: Float64Array;
  /** Squared part of the start in each direction; they add up to 1. */
  readonly weights: Float64Array;
}

const ritzOf = (diagonal: readonly number[], beside: readonly number[]): RitzValues => {
  const n = diagonal.length;
  const matrix = new Float64Array(n * n);
  diagonal.forEach((value, row) => {
    matrix[row * n + row] = value;
    if (row > 0) matrix[row * n + row - 1] = beside[row - 1];
  });
  const { values, vectors } = eigh(matrix, n);
  // Ascending there, descending here.
  const column = (index: number): number => n - 1 - index;
  return {
    values: values.map((_, index) => values[column(index)]),
    residuals: values.map((_, index) => Math.abs(beside[n - 1] * vectors[(n - 1) * n + column(index)])),
    weights: values.map((_, index) => vectors[column(index)] ** 2),
  };
};

/** Lanczos's method from a start, each new vector made orthogonal to all before twice: rounding undoes it once. */
export const krylov = async (
  what: string,
  product: Product,
  start: Float64Array,
  steps: number,
  onProduct?: (done: number) => void | Promise<void>,
): Promise<RitzValues> => {
  const basis = [scaled(start, 1 / Math.sqrt(inner(start, start)))];
  const diagonal: number[] = [];
  const beside: number[] = [];
  let largest = 0;
  while (diagonal.length < Math.min(steps, start.length)) {
    const v = basis[basis.length - 1];
    const next = Float64Array.from(await product(v));
    await onProduct?.(diagonal.length + 1);
    if (next.length !== start.length) {
      throw new ThalwegError("shape", `${what}: product must give ${start.length} numbers, got ${next.length}`);
    }
    const along = inner(next, v);
    if (!Number.isFinite(along)) {
      throw new ThalwegError("non-finite", `${what}: product ${diagonal.length + 1} is not finite`);
    }
    diagonal.push(along);
    for (let pass = 0; pass < 2; pass++) for (const other of basis) add(next, -inner(next, other), other);
    const left = Math.sqrt(inner(next, next));
    largest = Math.max(largest, Math.abs(along), left);
    beside.push(left);
    // The space is mapped into itself: all its eigenvalues are found.
    if (left <= largest * 1e-13) break;
    basis.push(scaled(next, 1 / left));
  }
  return ritzOf(diagonal, beside);
};
