import type { Tensor } from "../../tensor/index.ts";

/** x with so many bits of its significand, to nearest: what multiplying by 2ˢ + 1 and taking away leaves (Dekker 1971). */
const toBits = (x: Tensor, bits: number): Tensor => {
  const spare = (x.dtype === "float64" ? 53 : 24) - bits;
  if (spare <= 0) return x;
  const spread = x.mul(2 ** spare + 1);
  return spread.sub(spread.sub(x));
};

/** The float32 nearest to each number. */
export const toFloat32 = (x: Tensor): Tensor => toBits(x, 24);

/** The bfloat16 nearest to each number, which has 8 bits, by way of float32. */
export const toBfloat16 = (x: Tensor): Tensor => toBits(toFloat32(x), 8);
