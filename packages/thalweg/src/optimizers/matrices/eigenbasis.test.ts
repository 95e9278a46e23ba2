import { expect, it } from "vitest";
import { type Tensor, tensor } from "../../tensor/index.ts";
import { descendingOrder, eigenbasis, refinedBasis } from "./eigenbasis.ts";

const list = async (x: Tensor) => Array.from(await x.data());

it("orders numbers downwards, equal ones as they come", async () => {
  expect(await list(descendingOrder(tensor([2, 5, -1, 5, 2])))).toEqual([1, 3, 0, 4, 2]);
  expect(await list(descendingOrder(tensor([7])))).toEqual([0]);
});

it("comes to the eigenvectors from any basis, the largest eigenvalue first", async () => {
  const matrix = tensor(Float64Array.of(2, 1, 0, 1, 3, 1, 0, 1, 9), [3, 3]);
  let basis = tensor(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), [3, 3]);
  const { order } = refinedBasis(matrix, basis);
  expect(await list(order)).toEqual([2, 1, 0]);
  for (let step = 0; step < 60; step++) {
    basis = refinedBasis(matrix, basis).basis;
    await basis.evaluate();
  }
  const exact = await list(eigenbasis(matrix).abs());
  (await list(basis.abs())).forEach((value, at) => {
    expect(value).toBeCloseTo(exact[at], 12);
  });
});
