import { describe, expect, it } from "vitest";
import type { MatmulInstruction, MatrixView } from "../device.ts";
import { usesBlas } from "./uses-blas.ts";

const matrix = (slot: number, row: number, column: number): MatrixView => ({ slot, offset: 0, batch: [], row, column });

const product = (m: number, n: number, k: number, changes: Partial<MatmulInstruction> = {}): MatmulInstruction => ({
  kind: "matmul",
  dtype: "float32",
  batch: [],
  ...{ m, n, k },
  ...{ a: matrix(0, k, 1), b: matrix(1, n, 1), c: matrix(2, n, 1) },
  accumulate: false,
  ...changes,
});

describe("usesBlas", () => {
  it("takes products of matrices, also transposed", () => {
    expect(usesBlas(product(128, 256, 784))).toBe(true);
    expect(usesBlas(product(128, 10, 128))).toBe(true);
    expect(usesBlas(product(64, 64, 32, { a: matrix(0, 1, 64), b: matrix(1, 1, 32), c: matrix(2, 1, 70) }))).toBe(true);
  });

  it("leaves small, narrow and float64 ones to our own kernels", () => {
    expect(usesBlas(product(16, 16, 16))).toBe(false);
    expect(usesBlas(product(4096, 1, 4096))).toBe(false);
    expect(usesBlas(product(1, 4096, 4096))).toBe(false);
    expect(usesBlas(product(1024, 1024, 1))).toBe(false);
    expect(usesBlas(product(128, 256, 784, { dtype: "float64" }))).toBe(false);
  });

  it("leaves matrices to them that no BLAS takes as they lie", () => {
    expect(usesBlas(product(64, 64, 64, { a: matrix(0, 128, 2) }))).toBe(false);
    expect(usesBlas(product(64, 64, 64, { a: matrix(0, 1, 1) }))).toBe(false);
    expect(usesBlas(product(64, 64, 64, { b: matrix(1, 0, 1) }))).toBe(false);
    expect(usesBlas(product(64, 64, 64, { c: matrix(2, 1, 63) }))).toBe(false);
  });

  it("takes windows that enough columns use", () => {
    const folds = { rows: [{ extent: 1000, stride: 3 }], columns: [{ extent: 25, stride: 1 }] };
    const a = { ...matrix(0, 3, 1), folds };
    expect(usesBlas(product(1000, 32, 25, { a }))).toBe(true);
    expect(usesBlas(product(1000, 8, 25, { a }))).toBe(false);
  });
});
