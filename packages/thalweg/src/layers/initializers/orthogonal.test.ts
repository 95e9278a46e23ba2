import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { fansOf } from "./initializer.ts";
import { orthogonal } from "./orthogonal.ts";

const made = (shape: readonly number[], gain = 1, seed = 0): Float64Array =>
  orthogonal({ gain })(shape, new Generator(seed), fansOf(shape));

/** Rows · rowsᵀ, or columnsᵀ · columns where there are fewer of them. */
const products = (values: Float64Array, rows: number, columns: number): number[][] => {
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
  const at = (vector: number, index: number): number =>
    rows <= columns ? values[vector * columns + index] : values[index * columns + vector];
  return Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) =>
      Array.from({ length }, (_, index) => at(a, index) * at(b, index)).reduce((sum, term) => sum + term, 0),
    ),
  );
};

describe("orthogonal", () => {
  it("has orthonormal rows or columns, whichever are fewer, times the gain", () => {
    for (const [shape, rows, columns] of [
      [[5, 5], 5, 5],
      [[4, 16], 4, 16],
      [[9, 3], 9, 3],
      [[3, 3, 2, 7], 18, 7],
      [[1, 6], 1, 6],
    ] as const) {
      products(made(shape, 1.5), rows, columns).forEach((row, a) => {
        row.forEach((product, b) => {
          expect(product).toBeCloseTo(a === b ? 1.5 ** 2 : 0, 12);
        });
      });
    }
  });

  it("has the gain as spectral radius: powers of a square one grow as its powers", () => {
    const n = 8;
    const matrix = made([n, n], 1.5);
    let vector = Float64Array.from({ length: n }, (_, at) => at + 1);
    const size = (v: Float64Array): number => Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
    const before = size(vector);
    for (let power = 0; power < 20; power++) {
      vector = vector.map((_, row) => vector.reduce((sum, value, column) => sum + matrix[row * n + column] * value, 0));
    }
    expect(size(vector) / before).toBeCloseTo(1.5 ** 20, 6);
  });

  it("favours no direction: over seeds, entries have mean 0 and variance 1/n, and both determinants occur", () => {
    const count = 400;
    const all = Array.from({ length: count }, (_, seed) => made([2, 2], 1, seed));
    const entries = all.flatMap((values) => Array.from(values));
    const mean = entries.reduce((sum, value) => sum + value, 0) / entries.length;
    const variance = entries.reduce((sum, value) => sum + value * value, 0) / entries.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(2 * entries.length));
    expect(variance).toBeCloseTo(0.5, 12);
    const turning = all.filter(([a, b, c, d]) => a * d - b * c > 0).length;
    expect(Math.abs(turning - count / 2)).toBeLessThan((5 * Math.sqrt(count)) / 2);
  });

  it("refuses gains and shapes that make no sense", () => {
    expect(() => orthogonal({ gain: 0 })).toThrow("orthogonal: gain must be finite and > 0, got 0");
    expect(() => made([3])).toThrow(
      "orthogonal: the parameter must have two axes or more, got [3]; use initialNormal()",
    );
  });
});
