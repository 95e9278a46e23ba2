import { eigh, type Tensor } from "../../tensor/index.ts";

/** (A + εI)^(−1/p) of a symmetric A without negative eigenvalues; those that rounding makes count as 0. */
export const inverseRoot = (matrix: Tensor, epsilon: Tensor, p: number): Tensor => {
  const { values, vectors } = eigh(matrix);
  const scaled = values
    .maximum(values.literal(0))
    .add(epsilon)
    .pow(values.literal(-1 / p));
  return vectors.mul(scaled).matmul(vectors.transpose());
};
