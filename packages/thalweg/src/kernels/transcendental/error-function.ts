import { exponential } from "./exponential.ts";
import type { Scalar } from "./scalar.ts";

/** erf x ≈ x·P(x²) / Q(x²), minimax on [0, bound]; all that float32 needs. */
const whole = {
  bound: 3.93,
  p: [
    1.128379145355013, 0.19078327466235293, 0.05279021272630244, 0.003779585871828968, 0.00028480817011121553,
    2.041976020723875e-6,
  ],
  q: [1, 0.5024099945190824, 0.11425729286328912, 0.014997389951694855, 0.001165207258399698, 3.800410707384957e-5],
} as const;

/** The same on [0, 1] for float64; beyond, erf x = 1 − exp(−x²)·P(x) / Q(x), which is 1 from 6 on. */
const near = {
  p: [1.1283791670955126, 0.1421492899895074, 0.04530390534037456, 0.001827294147540864, 0.00019495600614228664],
  q: [1, 0.4593098615560266, 0.09325282792615606, 0.01058221090346492, 0.0006812155593704085, 2.0297401973955833e-5],
} as const;

const far = {
  p: [
    0.9999998876426257, 1.3904566658323896, 0.9493699480727686, 0.3735088298909233, 0.08431993435912744,
    0.008925929331454882,
  ],
  q: [
    1, 2.5188346486610453, 2.791576443168861, 1.7568645984864455, 0.6699971604902254, 0.1494492808583567,
    0.015820920508358365,
  ],
} as const;

const float32 = (x: Scalar): Scalar => {
  const inside = x.clamped(-whole.bound, whole.bound);
  const z = inside.times(inside);
  return inside.times(z.polynomial(whole.p)).over(z.polynomial(whole.q)).clamped(-1, 1);
};

const float64 = (x: Scalar): Scalar => {
  const magnitude = x.absolute().binary("min", 6);
  const z = magnitude.times(magnitude);
  const small = magnitude.times(z.polynomial(near.p)).over(z.polynomial(near.q));
  const rest = exponential(z.negated()).times(magnitude.polynomial(far.p)).over(magnitude.polynomial(far.q));
  const result = small.when(magnitude.below(1), rest.negated().plus(1));
  return result.except(x.below(0), result.negated());
};

export const errorFunction = (x: Scalar): Scalar => (x.floatType === "float64" ? float64(x) : float32(x));
