import type { Generator } from "../random/index.ts";

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += a[index] * b[index];
  return sum;
};

/**
 * Rows that are a random orthonormal basis of n dimensions, every rotation equally likely: normal vectors made
 * perpendicular one after the other (Gram and Schmidt).
 */
export const randomBasis = (n: number, random: Generator): Float64Array[] => {
  const basis: Float64Array[] = [];
  for (let row = 0; row < n; row++) {
    const vector = random.fillNormal(new Float64Array(n));
    // Twice: what rounding leaves of the earlier directions the first time, the second time takes away.
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) {
        const share = dot(vector, other);
        for (let index = 0; index < n; index++) vector[index] -= share * other[index];
      }
    }
    const length = Math.sqrt(dot(vector, vector));
    basis.push(vector.map((value) => value / length));
  }
  return basis;
};
