/** Whether means of a few runs differ: Welch's t-test, and Holm's correction for many tests. */

export interface Sample {
  readonly count: number;
  readonly mean: number;
  /** The standard deviation, with n − 1; NaN of one value. */
  readonly deviation: number;
}

export const sampleOf = (values: readonly number[]): Sample => {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, deviation: Math.sqrt(squares / (count - 1)) };
};

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0. Lanczos 1964, with g = 7. */
const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x + 6.5;
  const sum = lanczos.reduce((total, coefficient, index) => total + coefficient / (x + index), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

const nonZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** The continued fraction of the incomplete beta function, as Lentz's method evaluates it. */
const betaFraction = (x: number, a: number, b: number): number => {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / nonZero(1 + term * d);
      c = nonZero(1 + term / c);
      change = c * d;
      value *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
};

/** I_x(a, b), the regularized incomplete beta function. DLMF 8.17.22. */
export const incompleteBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
};

/** What Welch's test finds. */
export interface Welch {
  readonly t: number;
  readonly degrees: number;
  /** Of a difference at least as large by chance, on either side; NaN where a sample has one value. */
  readonly p: number;
}

/** Welch's t-test of two means, whose variances may differ. Welch 1947, Biometrika 34. */
export const welch = (a: Sample, b: Sample): Welch => {
  const [va, vb] = [a, b].map(({ deviation, count }) => deviation ** 2 / count);
  const difference = a.mean - b.mean;
  if (Number.isNaN(va + vb)) return { t: Number.NaN, degrees: Number.NaN, p: Number.NaN };
  // Without any spread a difference is certain.
  if (va + vb === 0) {
    return {
      t: difference === 0 ? 0 : Math.sign(difference) * Infinity,
      degrees: Infinity,
      p: difference === 0 ? 1 : 0,
    };
  }
  const t = difference / Math.sqrt(va + vb);
  const degrees = (va + vb) ** 2 / (va ** 2 / (a.count - 1) + vb ** 2 / (b.count - 1));
  return { t, degrees, p: incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) };
};

/** Holm's correction: probabilities that hold for all tests together, in the order given. Holm 1979. */
export const holm = (probabilities: readonly number[]): readonly number[] => {
  const order = probabilities
    .map((_, index) => index)
    .filter((index) => !Number.isNaN(probabilities[index]))
    .sort((a, b) => probabilities[a] - probabilities[b]);
  const corrected = [...probabilities];
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (order.length - rank) * probabilities[index]));
    corrected[index] = least;
  }
  return corrected;
};
