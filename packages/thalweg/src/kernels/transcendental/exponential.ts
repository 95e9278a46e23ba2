import type { Scalar } from "./scalar.ts";

/**
 * eˣ = 2ⁿ·eʳ with n = round(x / ln 2) and |r| ≤ ½ ln 2; eʳ = 1 + r + r²·Q(r), Q minimax.
 * ln 2 is split in two so that n·ln2High is exact (Cody & Waite 1980).
 */
const constants = {
  float32: {
    ln2High: 0.693359375, // 9 bits
    ln2Low: -0.00021219444005469057,
    // Results beyond these are 0 (below 1.7e-38) or infinite.
    lowest: -86.98997,
    highest: 88.72283905206835,
    // e^x − 1 rounds to −1 from here down.
    minusOne: -18,
    q: [0.5000000062024089, 0.1666654278051885, 0.04166628171923029, 0.00836661187812847, 0.001394647242582726],
  },
  float64: {
    ln2High: 0.6931471803691238, // 32 bits
    ln2Low: 1.9082149292705877e-10,
    // Results beyond these are 0 (below 3.2e-308) or infinite.
    lowest: -708.0498449,
    highest: 709.782712893384,
    minusOne: -38,
    q: [
      0.5000000000000006, 0.16666666666666682, 0.0416666666665729, 0.008333333333316515, 0.0013888888932586734,
      0.00019841269898806223, 2.480150421293932e-5, 2.755723176015811e-6, 2.7626415539714024e-7, 2.5113262053955782e-8,
    ],
  },
} as const;

/** n and r (plus `tail`, a correction to x too small to be part of it). */
const reduce = (x: Scalar, tail?: Scalar): { n: Scalar; r: Scalar } => {
  const { ln2High, ln2Low } = constants[x.floatType];
  const n = x.times(Math.LOG2E).unary("round");
  const r = x.minus(n.times(ln2High)).minus(n.times(ln2Low));
  return { n, r: tail ? r.plus(tail) : r };
};

/** e^(x + tail); NaN stays NaN, −∞ gives 0. */
export const exponential = (x: Scalar, tail?: Scalar): Scalar => {
  const { lowest, highest, q } = constants[x.floatType];
  const { n, r } = reduce(x, tail);
  // Twice eʳ times 2ⁿ⁻¹: 2ⁿ itself is infinite for the largest results.
  const twice = r.polynomial([2, 2, ...q.map((c) => 2 * c)]);
  return twice.scaled(n.minus(1)).except(x.below(lowest), 0).except(x.above(highest), Number.POSITIVE_INFINITY);
};

/** (eˣ − 1) / 2 = 2ⁿ⁻¹·(eʳ − 1) + (2ⁿ⁻¹ − ½) for x of moderate size, accurate near 0. */
export const halfExponentialMinusOne = (x: Scalar): Scalar => {
  const { q } = constants[x.floatType];
  const { n, r } = reduce(x);
  const p = r.plus(r.times(r).times(r.polynomial(q)));
  const half = x.literal(1).scaled(n.minus(1));
  return half.times(p).plus(half.minus(0.5));
};

/** eˣ − 1, accurate near 0. */
export const exponentialMinusOne = (x: Scalar): Scalar => {
  const { highest, minusOne } = constants[x.floatType];
  const half = halfExponentialMinusOne(x.binary("max", minusOne));
  return half.plus(half).except(x.above(highest), Number.POSITIVE_INFINITY);
};
