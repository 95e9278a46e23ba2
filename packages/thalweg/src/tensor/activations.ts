import { stopGradient, type Tensor, where } from "./tensor.ts";

/** max(x, 0). */
export const relu = (x: Tensor): Tensor => x.relu();

/** x where positive, else slope·x. */
export const leakyRelu = (x: Tensor, slope = 0.01): Tensor => {
  const input = x.float();
  return where(input.gt(input.literal(0)), input, input.mul(slope));
};

/** x where positive, else α(eˣ − 1). Clevert et al. 2016, arXiv:1511.07289. */
export const elu = (x: Tensor, alpha = 1): Tensor =>
  where(x.gt(x.literal(0)), x, x.minimum(x.literal(0)).expm1().mul(alpha));

/** 1/(1 + e⁻ˣ). */
export const sigmoid = (x: Tensor): Tensor => x.sigmoid();

/** x·sigmoid(x), also called swish. Elfwing et al. 2018, arXiv:1702.03118. */
export const silu = (x: Tensor): Tensor => x.mul(sigmoid(x));

/** log(1 + eˣ), without overflow. */
export const softplus = (x: Tensor): Tensor => x.maximum(x.literal(0)).add(x.abs().neg().exp().log1p());

/** x·Φ(x) with the normal distribution function Φ, or its tanh approximation. Hendrycks & Gimpel 2016, arXiv:1606.08415. */
export const gelu = (x: Tensor, { approximate = false }: { approximate?: boolean } = {}): Tensor => {
  const input = x.float();
  const half = input.literal(0.5);
  const one = input.literal(1);
  if (!approximate) return input.mul(half).mul(input.mul(input.literal(Math.SQRT1_2)).erf().add(one));
  const inner = input
    .add(input.mul(input).mul(input).mul(input.literal(0.044715)))
    .mul(input.literal(Math.sqrt(2 / Math.PI)));
  return input.mul(half).mul(inner.tanh().add(one));
};

/** eˣ / Σeˣ along an axis. */
export const softmax = (x: Tensor, axis = -1): Tensor => {
  const exponentials = shifted(x, axis).exp();
  return exponentials.div(exponentials.sum(axis, { keepDims: true }));
};

/** log softmax(x), without overflow. */
export const logSoftmax = (x: Tensor, axis = -1): Tensor => {
  const centred = shifted(x, axis);
  return centred.sub(centred.exp().sum(axis, { keepDims: true }).log());
};

/** x minus its largest value along an axis, which is a shift that gradients need not see. */
const shifted = (x: Tensor, axis: number): Tensor => {
  const input = x.float();
  return input.sub(stopGradient(input.max(axis, { keepDims: true })));
};

/** log Σeˣ over axes, without overflow. */
export const logSumExp = (x: Tensor, axes?: number | readonly number[], { keepDims = false } = {}): Tensor => {
  const input = x.float();
  const largest = stopGradient(input.max(axes, { keepDims: true }));
  const sum = input.sub(largest).exp().sum(axes, { keepDims: true }).log().add(largest);
  return keepDims ? sum : sum.sum(axes);
};
