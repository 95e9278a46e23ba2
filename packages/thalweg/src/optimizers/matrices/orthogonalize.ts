import type { Tensor } from "../../tensor/index.ts";

/** a, b, c of the polynomial aσ + bσ³ + cσ⁵ that each step applies to the singular values. */
export type Quintic = readonly [a: number, b: number, c: number];

/**
 * A matrix with the same singular vectors as x and singular values near 1, by Newton–Schulz steps
 * X ← aX + (bA + cA²)X, A = XXᵀ, from X = x/(‖x‖ + ε). Bernstein & Newhouse 2024, arXiv:2409.20325; Jordan's
 * coefficients push small singular values up fast and leave all of them between about 0.7 and 1.2.
 */
export const orthogonalized = (x: Tensor, epsilon: Tensor, [a, b, c]: Quintic, steps: number): Tensor => {
  const [rows, columns] = x.shape;
  const isTall = rows > columns;
  // The smaller Gram matrix.
  let wide = isTall ? x.transpose() : x;
  wide = wide.div(wide.norm().add(epsilon));
  for (let step = 0; step < steps; step++) {
    const gram = wide.matmul(wide.transpose());
    const polynomial = gram.mul(x.literal(b)).add(gram.matmul(gram).mul(x.literal(c)));
    wide = wide.mul(x.literal(a)).add(polynomial.matmul(wide));
  }
  return isTall ? wide.transpose() : wide;
};
