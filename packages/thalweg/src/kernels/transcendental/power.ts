import { exponential } from "./exponential.ts";
import { logarithmConstants, split } from "./logarithm.ts";
import type { Scalar } from "./scalar.ts";

/** A number as an unevaluated sum of two, the second within rounding of the first. */
interface Double {
  readonly high: Scalar;
  readonly low: Scalar;
}

const constants = {
  // Veltkamp's 2^⌈p/2⌉ + 1, and a bound on y that keeps its products finite and the result at its limit.
  float32: { splitter: 2 ** 12 + 1, largest: 2 ** 100, r: logarithmConstants.float32.r },
  float64: {
    splitter: 2 ** 27 + 1,
    largest: 2 ** 960,
    r: [
      0.6666666666666735, 0.3999999999940741, 0.2857142874415651, 0.2222219837711388, 0.1818357522938191,
      0.15313754258990472, 0.14799080071483037,
    ],
  },
} as const;

/** Two halves whose products are exact. */
const halves = (a: Scalar): Double => {
  const c = a.times(constants[a.floatType].splitter);
  const high = c.minus(c.minus(a));
  return { high, low: a.minus(high) };
};

/** a·b exactly (Dekker 1971). */
const product = (a: Scalar, b: Scalar): Double => {
  const high = a.times(b);
  const [p, q] = [halves(a), halves(b)];
  const low = p.high.times(q.high).minus(high).plus(p.high.times(q.low)).plus(p.low.times(q.high));
  return { high, low: low.plus(p.low.times(q.low)) };
};

/** a + b exactly, given |a| ≥ |b| or a = 0. */
const sum = (a: Scalar, b: Scalar): Double => {
  const high = a.plus(b);
  return { high, low: b.minus(high.minus(a)) };
};

/** ln x of a positive finite x to half as many digits again; see `logarithm` for the formula. */
const preciseLogarithm = (x: Scalar): Double => {
  const { ln2High, ln2Low } = logarithmConstants[x.floatType];
  const { e, f } = split(x);
  const d = sum(x.literal(2), f);
  const s = f.over(d.high);
  const back = product(s, d.high);
  const sLow = f.minus(back.high).minus(back.low).minus(s.times(d.low)).over(d.high);
  const z = s.times(s);
  const tail = sLow.plus(sLow).plus(s.times(z).times(z.polynomial(constants[x.floatType].r)));
  const first = sum(e.times(ln2High), s.plus(s));
  return sum(first.high, first.low.plus(tail.plus(e.times(ln2Low))));
};

/**
 * xʸ = exp(y·ln|x|), with the sign of an odd y; 1 at y = 0, NaN for x < 0 unless y is integral. As IEEE
 * 754 pow, but for −0, taken as 0, and pow(1, NaN) = NaN.
 */
export const power = (x: Scalar, y: Scalar): Scalar => {
  const { largest } = constants[x.floatType];
  const infinity = Number.POSITIVE_INFINITY;
  const magnitude = x.absolute();
  const log = preciseLogarithm(magnitude);
  const bounded = y.clamped(-largest, largest);
  const exact = product(bounded, log.high);
  const positive = exponential(exact.high, exact.low.plus(bounded.times(log.low)));

  const falling = y.below(0);
  const atZero = x.literal(infinity).when(falling, 0);
  const atInfinity = x.literal(0).when(falling, infinity);
  const size = positive.except(x.equals(0), atZero).except(magnitude.equals(infinity), atInfinity);

  const half = y.times(0.5);
  const integral = y.unary("floor").equals(y);
  const odd = integral.and(half.unary("floor").differs(half));
  const signed = size.negated().when(odd, size.when(integral.or(magnitude.equals(infinity)), Number.NaN));
  const missing = x.differs(x).or(y.differs(y));
  return size.except(x.below(0), signed).except(missing, Number.NaN).except(y.equals(0), 1);
};
