import { ThalwegError } from "../errors/thalweg-error.ts";
import { Generator } from "../random/index.ts";
import { krylov, type Product, type RitzValues } from "./krylov.ts";

export interface LanczosOptions {
  /** Products that are asked for at most; 40 unless said. More make more eigenvalues exact, the largest first. */
  readonly steps?: number;
  readonly seed?: number;
  /** Called, and waited for, after each product. */
  readonly onProduct?: (done: number) => void | Promise<void>;
}

/**
 * Eigenvalues of a large symmetric matrix by its products with vectors, such as a Hessian by `hvp`: the largest and the
 * smallest come out first. `values` descend; the number beside each in `residuals` is how far it may be from a true one.
 * Full reorthogonalization. Lanczos 1950, "An iteration method for the solution of the eigenvalue problem".
 *
 * @example
 * const diagonal = Float64Array.of(9, 4, 1, -2);
 * const { values } = await lanczos((v) => v.map((x, i) => diagonal[i] * x), 4);
 * values[0].toFixed(6); // "9.000000"
 */
export const lanczos = (
  product: Product,
  dimension: number,
  { steps = 40, seed = 0, onProduct }: LanczosOptions = {},
): Promise<RitzValues> => {
  checkCount("lanczos", "dimension", dimension);
  checkCount("lanczos", "steps", steps);
  const start = new Generator(seed, "lanczos").fillNormal(new Float64Array(dimension));
  return krylov("lanczos", product, start, steps, onProduct);
};

export const checkCount = (what: string, name: string, value: number): void => {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new ThalwegError("argument", `${what}: ${name} must be a positive whole number, got ${value}`);
};
