import type { Scalar } from "./scalar.ts";

/**
 * ln x = e·ln 2 + ln(1 + f) with x = 2ᵉ·(1 + f) and 1 + f in [√½, √2);
 * ln(1 + f) = 2·atanh(s) = 2s + s³·R(s²) with s = f / (2 + f), R minimax (the form of fdlibm's e_log.c).
 */
export const logarithmConstants = {
  float32: {
    ln2High: 0.693359375,
    ln2Low: -0.00021219444005469057,
    smallest: 2 ** -126,
    lift: 24,
    r: [0.6666677706859455, 0.3997744803214237, 0.2987445304148938],
  },
  float64: {
    ln2High: 0.6931471803691238,
    ln2Low: 1.9082149292705877e-10,
    smallest: 2 ** -1022,
    lift: 54,
    r: [
      0.666666666665862, 0.4000000005281974, 0.285714170343264, 0.22223378889225534, 0.18123397897471571,
      0.16822888642832115,
    ],
  },
} as const;

/** e and f of a positive finite x, subnormal ones included. */
export const split = (x: Scalar): { e: Scalar; f: Scalar } => {
  const { smallest, lift } = logarithmConstants[x.floatType];
  const subnormal = x.below(smallest);
  const normal = x.except(subnormal, x.times(2 ** lift));
  const significand = normal.unary("significand");
  const upper = significand.above(Math.SQRT2);
  const e = normal.unary("exponent").plus(x.literal(-lift).when(subnormal, 0));
  return {
    e: e.except(upper, e.plus(1)),
    f: significand.except(upper, significand.times(0.5)).minus(1),
  };
};

/** ln x: −∞ at 0, NaN below. */
export const logarithm = (x: Scalar): Scalar => {
  const { ln2High, ln2Low, r } = logarithmConstants[x.floatType];
  const { e, f } = split(x);
  const s = f.over(f.plus(2));
  const z = s.times(s);
  const square = f.times(f).times(0.5);
  const tail = s.times(square.plus(z.times(z.polynomial(r)))).plus(e.times(ln2Low));
  const result = e.times(ln2High).minus(square.minus(tail).minus(f));
  const atMostZero = x.literal(Number.NEGATIVE_INFINITY).when(x.equals(0), Number.NaN);
  // Infinity and the x ≤ 0 are outside what `split` takes; NaN fails the second test.
  return result.when(x.below(Number.POSITIVE_INFINITY), x).when(x.above(0), atMostZero);
};

/** ln(1 + x), accurate near 0: ln u + (x − (u − 1)) / u with u the rounded 1 + x. */
export const logarithmOnePlus = (x: Scalar): Scalar => {
  const u = x.plus(1);
  const base = logarithm(u);
  const corrected = base.plus(x.minus(u.minus(1)).over(u));
  return corrected.when(u.above(0).and(u.below(Number.POSITIVE_INFINITY)), base);
};
