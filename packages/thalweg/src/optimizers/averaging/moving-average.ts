import { ThalwegError } from "../../errors/thalweg-error.ts";

export interface MovingAverageOptions {
  /** β in [0, 1): how much of the average each sample keeps; 0.9 unless given. */
  beta?: number;
  /** Whether `value` is divided by 1 − βᵗ, which undoes the start at 0; false unless given. */
  biasCorrection?: boolean;
}

/** A moving average between two updates: the uncorrected average and how many samples it has seen. */
export interface MovingAverageState<A> {
  average: A;
  count: number;
}

const checkBeta = (beta: number): void => {
  if (beta >= 0 && beta < 1) return;
  throw new ThalwegError("argument", `movingAverage: beta must be in [0, 1), got ${beta}`);
};

const checkCount = (count: number): void => {
  if (Number.isSafeInteger(count) && count >= 0) return;
  throw new ThalwegError("argument", `movingAverage: count must be a whole number ≥ 0, got ${count}`);
};

const checkLength = (length: number, expected: number): void => {
  if (length === expected) return;
  throw new ThalwegError("shape", `movingAverage: an array must have the average's ${expected} values, got ${length}`);
};

/** What an average is divided by after `count` samples; 1 before the first, when the average is 0. */
const correction = (beta: number, count: number, isOn: boolean): number => (isOn && count > 0 ? 1 - beta ** count : 1);

/**
 * How many samples an average reaches back: 1/(1 − β).
 *
 * @example
 * windowOf(0.9); // 10, but for rounding
 */
export const windowOf = (beta: number): number => {
  checkBeta(beta);
  return 1 / (1 - beta);
};

/**
 * Exponentially weighted average of numbers: a ← βa + (1 − β)x from a = 0; corrected, a/(1 − βᵗ).
 * Roberts 1959, "Control Chart Tests Based on Geometric Moving Averages"; the correction: Kingma & Ba 2015,
 * arXiv:1412.6980. It reaches back about 1/(1 − β) samples.
 *
 * @example
 * const average = new MovingAverage({ beta: 0.9, biasCorrection: true });
 * average.update(1); // 1
 * average.update(2); // 1.526 = 0.29/0.19
 */
export class MovingAverage {
  readonly beta: number;
  readonly biasCorrection: boolean;
  private average = 0;
  private count = 0;

  constructor({ beta = 0.9, biasCorrection = false }: MovingAverageOptions = {}) {
    checkBeta(beta);
    this.beta = beta;
    this.biasCorrection = biasCorrection;
  }

  get window(): number {
    return windowOf(this.beta);
  }

  /** The average so far; 0 before the first sample. */
  get value(): number {
    return this.average / correction(this.beta, this.count, this.biasCorrection);
  }

  /** Takes one sample in and returns the new value. */
  update(x: number): number {
    this.average = this.beta * this.average + (1 - this.beta) * x;
    this.count++;
    return this.value;
  }

  state(): MovingAverageState<number> {
    return { average: this.average, count: this.count };
  }

  load({ average, count }: MovingAverageState<number>): void {
    checkCount(count);
    this.average = average;
    this.count = count;
  }
}

/**
 * Exponentially weighted average of arrays, element by element, kept in an array of yours that changes in place.
 *
 * @example
 * const average = new ArrayMovingAverage(new Float32Array(3), { beta: 0.5 });
 * average.update([2, 4, 6]);
 * average.value; // Float64Array [1, 2, 3]
 */
export class ArrayMovingAverage {
  readonly beta: number;
  readonly biasCorrection: boolean;
  private readonly average: Float32Array | Float64Array;
  private count = 0;

  /** `average` holds the uncorrected average; it is set to 0. */
  constructor(average: Float32Array | Float64Array, { beta = 0.9, biasCorrection = false }: MovingAverageOptions = {}) {
    checkBeta(beta);
    this.beta = beta;
    this.biasCorrection = biasCorrection;
    this.average = average.fill(0);
  }

  get window(): number {
    return windowOf(this.beta);
  }

  /** A copy of the average so far, corrected when asked for. */
  get value(): Float64Array<ArrayBuffer> {
    const divisor = correction(this.beta, this.count, this.biasCorrection);
    return Float64Array.from(this.average, (a) => a / divisor);
  }

  update(x: ArrayLike<number>): void {
    checkLength(x.length, this.average.length);
    const { average, beta } = this;
    for (let i = 0; i < average.length; i++) average[i] = beta * average[i] + (1 - beta) * x[i];
    this.count++;
  }

  state(): MovingAverageState<number[]> {
    return { average: [...this.average], count: this.count };
  }

  load({ average, count }: MovingAverageState<ArrayLike<number>>): void {
    checkCount(count);
    checkLength(average.length, this.average.length);
    this.average.set(average);
    this.count = count;
  }
}

/**
 * The moving average after each sample of a series, as for smoothing a curve.
 *
 * @example
 * movingAverages([1, 2, 3], 0.5); // Float64Array [0.5, 1.25, 2.125]
 */
export const movingAverages = (
  series: ArrayLike<number>,
  beta: number,
  options: Omit<MovingAverageOptions, "beta"> = {},
): Float64Array<ArrayBuffer> => {
  const average = new MovingAverage({ ...options, beta });
  return Float64Array.from(series, (x) => average.update(x));
};
