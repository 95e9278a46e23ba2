import { expect, it } from "vitest";
import { arange, type Tensor, tensor } from "../../tensor/index.ts";
import { gramOf, multiplied, packed, packedShape, sidesOf, squaresOf, unpacked } from "./sides.ts";

const list = async (x: Tensor) => Array.from(await x.data());
const matrix = tensor(Float64Array.of(1, 2, 3, 4, 5, 6), [2, 3]);

it("finds the sides up to a size", () => {
  expect(sidesOf([4, 9, 2], 4)).toEqual([
    { axis: 0, size: 4 },
    { axis: 2, size: 2 },
  ]);
});

it("packs tensors one after the other and takes them out again", async () => {
  const shapes = [[2, 2], [3]];
  expect(packedShape(shapes)).toEqual([7]);
  const parts = unpacked(arange(7), shapes);
  expect(await list(parts[0].transpose())).toEqual([0, 2, 1, 3]);
  expect(await list(packed(parts))).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

it("gives GGᵀ for rows, GᵀG for columns, and their diagonals", async () => {
  const [rows, columns] = sidesOf([2, 3], 9);
  expect(await list(gramOf(matrix, rows))).toEqual([14, 32, 32, 77]);
  expect(await list(gramOf(matrix, columns))).toEqual([17, 22, 27, 22, 29, 36, 27, 36, 45]);
  expect(await list(squaresOf(matrix, rows))).toEqual([14, 77]);
  expect(await list(squaresOf(matrix, columns))).toEqual([17, 29, 45]);
});

it("multiplies along one side and leaves the others where they are", async () => {
  const swap = tensor(Float64Array.of(0, 1, 10, 0), [2, 2]);
  expect(await list(multiplied(matrix, { axis: 0, size: 2 }, swap))).toEqual([40, 50, 60, 1, 2, 3]);
  for (const shape of [
    [2, 1, 3],
    [1, 2, 3],
  ]) {
    const side = { axis: shape.indexOf(2), size: 2 };
    const result = multiplied(matrix.reshape(shape), side, swap);
    expect(result.shape).toEqual(shape);
    expect(await list(result)).toEqual([40, 50, 60, 1, 2, 3]);
  }
  const middle = multiplied(arange(8, "float64").reshape([2, 2, 2]), { axis: 1, size: 2 }, swap);
  expect(await list(middle)).toEqual([20, 30, 0, 1, 60, 70, 4, 5]);
});
