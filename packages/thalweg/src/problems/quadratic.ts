import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import { tensor } from "../tensor/index.ts";
import { randomBasis } from "./orthogonal.ts";
import { checkDimensions, type Point, pointOf, type Surface } from "./surface.ts";

export interface QuadraticOptions {
  /** The largest eigenvalue over the smallest, which is 1. */
  readonly condition: number;
  /** 2 unless given. */
  readonly dimensions?: number;
  /** Decides how the valley is turned; 0 unless given. */
  readonly seed?: number;
}

/** A quadratic surface and the eigenvalues of its Hessian, ascending. */
export interface Quadratic extends Surface {
  readonly eigenvalues: Float64Array;
}

/** From 1 to `condition` in equal ratios. */
const spread = (condition: number, n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, index) => (n === 1 ? 1 : condition ** (index / (n - 1))));

/** Σ λₖ bₖ bₖᵀ, to the bit symmetric. */
const assembled = (eigenvalues: Float64Array, basis: readonly Float64Array[]): Float64Array[] => {
  const rows = basis.map(() => new Float64Array(basis.length));
  for (const [index, vector] of basis.entries()) {
    for (const [row, own] of vector.entries()) {
      for (let column = 0; column <= row; column++) rows[row][column] += eigenvalues[index] * own * vector[column];
    }
  }
  for (const [row, values] of rows.entries()) {
    for (let column = 0; column < row; column++) rows[column][row] = values[column];
  }
  return rows;
};

/**
 * A turned ravine: f(x) = ½xᵀAx with eigenvalues of A from 1 to `condition`, in equal ratios, and a random basis.
 * Gradient descent is stable below η = 2/condition and, at its best rate 2/(condition + 1), shrinks the error by
 * (condition − 1)/(condition + 1) a step. Nesterov 2004, Introductory Lectures on Convex Optimization, §2.1.
 *
 * @example
 * const valley = quadratic({ condition: 1000, dimensions: 10, seed: 1 });
 * valley.eigenvalues[9]; // 1000
 */
export const quadratic = ({ condition, dimensions = 2, seed = 0 }: QuadraticOptions): Quadratic => {
  if (!(Number.isFinite(condition) && condition >= 1)) {
    throw new ThalwegError("argument", `quadratic: condition must be a finite number ≥ 1, got ${condition}`);
  }
  checkDimensions({ name: "quadratic", dimensions: "any" }, dimensions);
  const own = { name: "quadratic", dimensions } as const;
  const eigenvalues = spread(condition, dimensions);
  const rows = assembled(eigenvalues, randomBasis(dimensions, new Generator(seed, "quadratic")));
  const matrix = tensor(Float64Array.from(rows.flatMap((row) => Array.from(row))), [dimensions, dimensions]);
  const gradient = (x: Point): Float64Array =>
    Float64Array.from(rows, (row) => row.reduce((sum, value, index) => sum + value * x[index], 0));
  return {
    ...own,
    title: `quadratic of condition ${condition}`,
    formula: `½xᵀAx, eigenvalues from 1 to ${condition}`,
    fn: (x) => {
      const column = x.reshape([dimensions, 1]);
      return matrix.matmul(column).mul(column).sum().mul(0.5);
    },
    at: (x) => gradient(x).reduce((sum, value, index) => sum + (value * x[index]) / 2, 0),
    gradient,
    hessian: () => rows.map((row) => row.slice()),
    minima: (n) => [pointOf(own, n, () => 0)],
    lowest: 0,
    range: [
      [-2, 2],
      [-2, 2],
    ],
    start: (n) => pointOf(own, n, (index) => (index % 2 === 0 ? -1 : 1)),
    convex: true,
    source: "drawn: a random orthogonal basis",
    eigenvalues,
  };
};
