import { eigh } from "../devices/routines/eigh.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { NamedArrays } from "../training/index.ts";
import { type Direction, differences, dot } from "./directions.ts";

/** Where a path went: the directions in which it moved most, of length 1 and at right angles. */
export interface PrincipalDirections {
  readonly directions: readonly Direction[];
  /** Part of all squared distances from the end that each direction explains. */
  readonly shares: readonly number[];
}

export interface PrincipalDirectionsOptions {
  /** 2 unless said. */
  readonly count?: number;
  /** Which arrays are looked at, such as parameters without moving statistics; all unless said. */
  readonly only?: (name: string) => boolean;
}

/** The combination of differences with these coefficients, of length 1. */
const combined = (parts: readonly Direction[], coefficients: readonly number[]): Direction => {
  const sum: Direction = Object.fromEntries(
    Object.entries(parts[0]).map(([name, { shape, values }]) => {
      const total = new Float64Array(values.length);
      parts.forEach((part, index) => {
        const own = part[name].values;
        for (let at = 0; at < total.length; at++) total[at] += coefficients[index] * own[at];
      });
      return [name, { shape, values: total }];
    }),
  );
  const norm = Math.sqrt(dot(sum, sum));
  for (const { values } of Object.values(sum)) for (let at = 0; at < values.length; at++) values[at] /= norm;
  return sum;
};

/**
 * The principal directions of a path of weights, seen from its end: the eigenvectors of Σ (wₜ − w)(wₜ − w)ᵀ with the
 * largest eigenvalues, by the Gram matrix of the differences, which is as small as the path is short. Li et al. 2018,
 * arXiv:1712.09913, §7.
 *
 * @example
 * const at = (x: number, y: number) => ({ w: { shape: [2], values: Float64Array.of(x, y) } });
 * const { directions, shares } = principalDirections([at(3, 0), at(2, 1), at(1, 0), at(0, 0)]);
 * shares.map((share) => share.toFixed(3)); // ["0.953", "0.047"]
 * projectPath([at(3, 0)], at(0, 0), directions).length; // 1
 */
export const principalDirections = (
  path: readonly NamedArrays[],
  { count = 2, only = () => true }: PrincipalDirectionsOptions = {},
): PrincipalDirections => {
  const n = path.length - 1;
  if (n < count) {
    throw new ThalwegError(
      "argument",
      `principalDirections: a path must have at least ${count + 1} places for ${count} directions, got ${path.length}`,
    );
  }
  const parts = differences(path.slice(0, n), path[n], only);
  const gram = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column <= row; column++) gram[row * n + column] = dot(parts[row], parts[column]);
  }
  let total = 0;
  for (let row = 0; row < n; row++) total += gram[row * n + row];
  const { values, vectors } = eigh(gram, n);
  const largest = Array.from({ length: count }, (_, index) => n - 1 - index);
  const flat = largest.find((column) => !(values[column] > total * 1e-14));
  if (flat !== undefined) {
    throw new ThalwegError(
      "data",
      `principalDirections: the path must move in ${count} directions, but it moves in ${n - 1 - flat}; ` +
        "keep more places, or use randomDirections",
    );
  }
  return {
    directions: largest.map((column) =>
      combined(
        parts,
        Array.from({ length: n }, (_, row) => vectors[row * n + column]),
      ),
    ),
    shares: largest.map((column) => values[column] / total),
  };
};
