import { eigh } from "../devices/routines/eigh.ts";
import type { NamedArrays } from "../training/index.ts";
import { type Direction, differences, dot } from "./directions.ts";

/**
 * Places of a path in the plane (or line) through `centre` along directions: the nearest point of it, in units of the
 * directions, which need not be at right angles.
 *
 * @example
 * const centre = { w: { shape: [2], values: Float64Array.of(1, 1) } };
 * const along = [{ w: { shape: [2], values: Float64Array.of(2, 0) } }];
 * projectPath([{ w: { shape: [2], values: Float64Array.of(5, 7) } }], centre, along); // [[2]]
 */
export const projectPath = (
  path: readonly NamedArrays[],
  centre: NamedArrays,
  directions: readonly Direction[],
): readonly (readonly number[])[] => {
  const n = directions.length;
  const names = new Set(directions.flatMap((direction) => Object.keys(direction)));
  const gram = new Float64Array(n * n);
  directions.forEach((a, row) => {
    directions.forEach((b, column) => {
      gram[row * n + column] = dot(a, b);
    });
  });
  const { values, vectors } = eigh(gram, n);
  // The least squares by the eigenvectors of the Gram matrix: G⁻¹ = V·diag(1/λ)·Vᵀ.
  return differences(path, centre, (name) => names.has(name)).map((difference) => {
    const along = directions.map((direction) => dot(direction, difference));
    return along.map((_, row) => {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        if (!(values[k] > 0)) continue;
        const inner = along.reduce((total, value, column) => total + vectors[column * n + k] * value, 0);
        sum += (vectors[row * n + k] * inner) / values[k];
      }
      return sum;
    });
  });
};
