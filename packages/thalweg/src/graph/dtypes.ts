import { type DType, isFloat } from "../kernels/dtype.ts";

const rank: Record<DType, number> = { uint8: 0, int32: 1, float32: 2, float64: 3 };

/** The wider of two dtypes: uint8 < int32 < float32 < float64. */
export const promote = (a: DType, b: DType): DType => (rank[a] >= rank[b] ? a : b);

/** Whether a dtype has a number as a value; float32 rounds the fractions it takes. */
export const holds = (dtype: DType, value: number): boolean => {
  if (isFloat(dtype)) return true;
  return Number.isInteger(value) && (dtype === "uint8" ? value >= 0 && value <= 255 : value === (value | 0));
};
