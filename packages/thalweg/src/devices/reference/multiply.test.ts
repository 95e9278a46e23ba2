import { expect, it } from "vitest";
import type { MatmulInstruction, MatrixView } from "../device.ts";
import { multiply } from "./multiply.ts";

const view = (slot: number, row: number, column: number, batch: readonly number[] = [], offset = 0): MatrixView => ({
  slot,
  offset,
  batch,
  row,
  column,
});

const product = (
  views: Pick<MatmulInstruction, "a" | "b" | "c">,
  batch: readonly number[] = [],
): MatmulInstruction => ({
  kind: "matmul",
  dtype: "float64",
  batch,
  m: 2,
  n: 2,
  k: 3,
  accumulate: false,
  ...views,
});

const left = Float64Array.of(1, 2, 3, 4, 5, 6); // [2, 3]
const right = Float64Array.of(1, 0, -1, 2, 0.5, 1); // [3, 2]

it("multiplies rows by columns", () => {
  const result = new Float64Array(4);
  multiply(product({ a: view(0, 3, 1), b: view(1, 2, 1), c: view(2, 2, 1) }), [left, right, result]);
  expect(result).toEqual(Float64Array.of(0.5, 7, 2, 16));
});

it("reads transposed matrices and writes at an offset, on top of what is there", () => {
  const transposed = Float64Array.of(1, 4, 2, 5, 3, 6);
  const result = Float64Array.of(9, 1, 1, 1, 1);
  const views = { a: view(0, 1, 2), b: view(1, 2, 1), c: view(2, 1, 2, [], 1) };
  multiply({ ...product(views), accumulate: true }, [transposed, right, result]);
  expect(result).toEqual(Float64Array.of(9, 1.5, 3, 8, 17));
});

it("repeats operands with a batch stride of 0", () => {
  const result = new Float64Array(8);
  const views = { a: view(0, 3, 1, [0]), b: view(1, 2, 1, [0]), c: view(2, 2, 1, [4]) };
  multiply(product(views, [2]), [left, right, result]);
  expect(result).toEqual(Float64Array.of(0.5, 7, 2, 16, 0.5, 7, 2, 16));
});
