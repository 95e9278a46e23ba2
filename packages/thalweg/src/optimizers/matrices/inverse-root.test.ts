import { expect, it } from "vitest";
import { tensor } from "../../tensor/index.ts";
import { inverseRoot } from "./inverse-root.ts";

it("is the root whose power is the inverse", async () => {
  const matrix = tensor(Float64Array.of(2, 1, 1, 3), [2, 2]);
  const root = inverseRoot(matrix, tensor(Float64Array.of(0.5)).sum(), 4);
  const fourth = root.matmul(root).matmul(root).matmul(root);
  const shifted = tensor(Float64Array.of(2.5, 1, 1, 3.5), [2, 2]);
  const found = await fourth.matmul(shifted).data();
  [1, 0, 0, 1].forEach((value, at) => {
    expect(found[at]).toBeCloseTo(value, 13);
  });
});

it("takes negative eigenvalues, which rounding leaves, for 0", async () => {
  const matrix = tensor(Float64Array.of(-1e-9, 0, 0, 4), [2, 2]);
  const root = await inverseRoot(matrix, tensor(Float64Array.of(1e-4)).sum(), 2).data();
  expect(root[0]).toBeCloseTo(100, 10);
  expect(root[3]).toBeCloseTo(1 / Math.sqrt(4.0001), 13);
});
