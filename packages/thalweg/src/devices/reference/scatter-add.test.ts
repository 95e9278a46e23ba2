import { expect, it } from "vitest";
import { scatterAdd } from "./scatter-add.ts";

it("adds rows by clamped index into zeros", () => {
  const indices = Int32Array.of(2, 0, 2, -5, 9);
  const source = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10); // [1, 5, 2]
  const target = new Float64Array(6).fill(100); // [1, 3, 2]
  const sizes = { outer: 1, extent: 3, count: 5, inner: 2 };
  const slots = { indices: 0, source: 1, target: 2 };
  scatterAdd({ kind: "scatterAdd", dtype: "float64", ...sizes, ...slots }, [indices, source, target]);
  expect(target).toEqual(Float64Array.of(10, 12, 0, 0, 15, 18));
});

it("keeps outer positions apart", () => {
  const source = Float64Array.of(1, 2, 3, 4); // [2, 2, 1]
  const target = new Float64Array(4); // [2, 2, 1]
  const sizes = { outer: 2, extent: 2, count: 2, inner: 1 };
  const slots = { indices: 0, source: 1, target: 2 };
  scatterAdd({ kind: "scatterAdd", dtype: "float64", ...sizes, ...slots }, [Int32Array.of(1, 1), source, target]);
  expect(target).toEqual(Float64Array.of(0, 3, 0, 7));
});
