import { Generator } from "../random/index.ts";
import { inner, type Product } from "../solvers/krylov.ts";
import { checkCount } from "../solvers/lanczos.ts";

export interface HutchinsonOptions {
  /** Products that are asked for; 16 unless said. */
  readonly probes?: number;
  readonly seed?: number;
  /** Called, and waited for, after each product. */
  readonly onProduct?: (done: number) => void | Promise<void>;
}

export interface TraceEstimate {
  readonly trace: number;
  /** Deviation of that estimate, itself estimated from the spread of the probes; NaN of a single one. */
  readonly error: number;
}

/**
 * The trace of a matrix by its products: the mean of zᵀ·A·z over vectors z of random signs. Exact for diagonal matrices.
 * Hutchinson 1989, "A stochastic estimator of the trace of the influence matrix for Laplacian smoothing splines".
 *
 * @example
 * const { trace } = await hutchinsonTrace((v) => v.map((x, i) => (i + 1) * x), 4, { probes: 3 });
 * trace; // 10
 */
export const hutchinsonTrace = async (
  product: Product,
  dimension: number,
  { probes = 16, seed = 0, onProduct }: HutchinsonOptions = {},
): Promise<TraceEstimate> => {
  checkCount("hutchinsonTrace", "dimension", dimension);
  checkCount("hutchinsonTrace", "probes", probes);
  const found: number[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const random = new Generator(seed, "hutchinson", probe);
    const signs = Float64Array.from({ length: dimension }, () => (random.bits() & 1 ? 1 : -1));
    found.push(inner(signs, await product(signs)));
    await onProduct?.(probe + 1);
  }
  const trace = found.reduce((sum, value) => sum + value, 0) / probes;
  const squares = found.reduce((sum, value) => sum + (value - trace) ** 2, 0);
  return { trace, error: Math.sqrt(squares / (probes - 1) / probes) };
};
