import { halfExponentialMinusOne } from "./exponential.ts";
import type { Scalar } from "./scalar.ts";

/** Where tanh is ±1 to float64 and e²ˣ is far from overflow in float32. */
const saturation = 20;

/** tanh x = h / (h + 1) with h = (e²ˣ − 1) / 2; never beyond ±1. */
export const hyperbolicTangent = (x: Scalar): Scalar => {
  const inside = x.clamped(-saturation, saturation);
  const h = halfExponentialMinusOne(inside.plus(inside));
  return h.over(h.plus(1));
};
