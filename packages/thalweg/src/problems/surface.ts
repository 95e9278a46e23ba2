import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Tensor } from "../tensor/index.ts";

/** A point by its coordinates: an array, typed or not. */
export type Point = ArrayLike<number>;

/**
 * A function of a few numbers with known minima, to watch optimizers on. `fn` is written on tensors, for gradients by
 * `grad` and for `minimize`; `at`, `gradient` and `hessian` are the same in plain float64 numbers, for loops of one's own.
 */
export interface Surface {
  /** As on command lines: `styblinski-tang`. */
  readonly name: string;
  /** As people write it: `Styblinski–Tang`. */
  readonly title: string;
  readonly formula: string;
  /** How many numbers it takes. */
  readonly dimensions: number | "any";
  /** How many at least, where any number will do; 1 unless said. */
  readonly fewest?: number;
  /** x: [n] → [] */
  readonly fn: (x: Tensor) => Tensor;
  readonly at: (x: Point) => number;
  readonly gradient: (x: Point) => Float64Array;
  /** Row by row. */
  readonly hessian?: (x: Point) => Float64Array[];
  /** All points where it is lowest, in n dimensions; none where it has no lowest value. */
  readonly minima: (n: number) => readonly Float64Array[];
  /** Its lowest value in two dimensions; −∞ where it has none. */
  readonly lowest: number;
  /** The part of the plane that pictures show: [from, to] along x and along y. */
  readonly range: readonly [readonly [number, number], readonly [number, number]];
  /** Where to begin, in n dimensions. */
  readonly start: (n: number) => Float64Array;
  /** Whether every chord lies above it: true, or what it has instead. */
  readonly convex: true | string;
  readonly source: string;
}

/**
 * `convex`, or `not convex: …`.
 *
 * @example
 * convexityOf(surfaceNamed("rosenbrock")); // "not convex: a bent valley"
 */
export const convexityOf = ({ convex }: Pick<Surface, "convex">): string =>
  convex === true ? "convex" : `not convex: ${convex}`;

/**
 * Throws where a surface does not have n dimensions.
 *
 * @example
 * checkDimensions(surfaceNamed("booth"), 3); // throws
 */
export const checkDimensions = (
  { name, dimensions, fewest = 1 }: Pick<Surface, "name" | "dimensions" | "fewest">,
  n: number,
): void => {
  if (dimensions === "any" ? Number.isSafeInteger(n) && n >= fewest : n === dimensions) return;
  const rule = dimensions === "any" ? `a whole number ≥ ${fewest}` : `${dimensions}`;
  throw new ThalwegError("argument", `${name}: the number of dimensions must be ${rule}, got ${n}`);
};

/** A point of n coordinates, after a check that the surface has n dimensions. */
export const pointOf = (
  surface: Pick<Surface, "name" | "dimensions" | "fewest">,
  n: number,
  value: (index: number) => number,
): Float64Array => {
  checkDimensions(surface, n);
  return Float64Array.from({ length: n }, (_, index) => value(index));
};
