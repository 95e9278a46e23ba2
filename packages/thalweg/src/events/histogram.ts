import type { TypedArray } from "../kernels/dtype.ts";

/** How often values lie between limits. */
export interface Histogram {
  readonly min: number;
  readonly max: number;
  /** Values counted. */
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** What lies below a bucket's limit, and not below the limit before it, is in the bucket. */
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

const [smallest, growth] = [1e-12, 1.1];

/** TensorFlow's limits: ±1e-12·1.1ᵏ up to 1e20, 0 between, and the largest float64 at the ends. */
const limitsOf = (): Float64Array => {
  const positive: number[] = [];
  for (let limit = smallest; limit < 1e20; limit *= growth) positive.push(limit);
  positive.push(Number.MAX_VALUE);
  return Float64Array.from([...positive.toReversed().map((limit) => -limit), 0, ...positive]);
};

let everyLimit: Float64Array | undefined;

/** The first place whose limit is above the value, the last one for the largest float64: guessed, then put right. */
const bucketOf = (limits: Float64Array, value: number): number => {
  const [last, zero] = [limits.length - 1, (limits.length - 1) / 2];
  const powers = Math.max(0, Math.ceil(Math.log(Math.abs(value) / smallest) / Math.log(growth)));
  const guess = value > 0 ? zero + 1 + powers : zero - powers;
  let place = value === 0 ? zero + 1 : Math.min(Math.max(guess, 0), last);
  while (place < last && limits[place] <= value) place++;
  while (place > 0 && limits[place - 1] > value) place--;
  return place;
};

/**
 * Counts values in the buckets that TensorBoard's histograms usually have. Values that are not finite have no bucket and
 * are left out; undefined when none is left. Of neighboring empty buckets one is kept, as wide as all of them.
 *
 * @example
 * histogramOf(Float32Array.of(-1, 0.5, 0.5, 2))?.count; // 4
 */
export const histogramOf = (values: TypedArray): Histogram | undefined => {
  everyLimit ??= limitsOf();
  const every = new Float64Array(everyLimit.length);
  let [min, max, count, sum, sumOfSquares] = [Infinity, -Infinity, 0, 0, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    count++;
    sum += value;
    sumOfSquares += value * value;
    every[bucketOf(everyLimit, value)]++;
  }
  if (count === 0) return undefined;
  const [limits, counts]: [number[], number[]] = [[], []];
  for (const [place, limit] of everyLimit.entries()) {
    if (every[place] === 0 && counts.at(-1) === 0) limits[limits.length - 1] = limit;
    else {
      limits.push(limit);
      counts.push(every[place]);
    }
  }
  return { min, max, count, sum, sumOfSquares, limits, counts };
};
