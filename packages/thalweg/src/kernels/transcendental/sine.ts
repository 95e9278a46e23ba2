import type { Scalar } from "./scalar.ts";

/**
 * sin x = (−1)ⁿ·sin r with r = x − n·π in [−π/2, π/2] and sin r = r + r³·S(r²), S minimax; cos x the same
 * with half-integral n. π comes in four parts, the first three short enough that n times each is exact
 * (Cody & Waite 1980): for |x| up to 10⁵ in float32 and 10⁹ in float64. Beyond, digits are lost, but
 * results stay in [−1, 1].
 */
const constants = {
  float32: {
    pi: [3.140625, 0.00096893310546875, -1.2814998626708984e-6, 1.984187159361081e-9], // 8 bits each
    s: [-0.16666659543246348, 0.008333066055549482, -0.00019809588413579205, 2.605747417269222e-6],
  },
  float64: {
    pi: [3.141592502593994, 1.5099578831723193e-7, 1.078060505991553e-14, 6.564007085747001e-22], // 23 bits each
    s: [
      -0.16666666666666666, 0.008333333333333194, -0.0001984126984120914, 2.7557319211123346e-6, -2.5052106871506008e-8,
      1.6058939639635522e-10, -7.64298973569985e-13, 2.721156190280221e-15,
    ],
  },
} as const;

/** sin(x − n·π), negated when `odd`. */
const folded = (x: Scalar, n: Scalar, odd: Scalar): Scalar => {
  const { pi, s } = constants[x.floatType];
  const r = pi.reduce<Scalar>((rest, part) => rest.minus(n.times(part)), x).clamped(-1.6, 1.6);
  const z = r.times(r);
  const result = r.plus(r.times(z).times(z.polynomial(s)));
  return result.except(odd, result.negated());
};

const isOdd = (integral: Scalar): Scalar => {
  const half = integral.times(0.5);
  return half.unary("floor").differs(half);
};

export const sine = (x: Scalar): Scalar => {
  const n = x.times(1 / Math.PI).unary("round");
  return folded(x, n, isOdd(n));
};

export const cosine = (x: Scalar): Scalar => {
  const below = x.times(1 / Math.PI).unary("floor");
  // Between below·π and (below + 1)·π: about the zero in the middle, where cosine falls when below is even.
  return folded(x, below.plus(0.5), isOdd(below.plus(1)));
};
