import { describe, expect, it } from "vitest";
import { arange, concat, eye, full, ones, stack, tensor, zeros } from "./constructors.ts";

describe("tensor", () => {
  it("takes nested lists, numbers and typed arrays", async () => {
    const matrix = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(matrix.shape).toEqual([2, 2]);
    expect(await matrix.data()).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(tensor(5).shape).toEqual([]);
    expect(await tensor(5).item()).toBe(5);
    expect(tensor(new Int32Array(6), [2, 3])).toMatchObject({ shape: [2, 3], dtype: "int32" });
    expect(tensor(Float64Array.of(1, 2))).toMatchObject({ shape: [2], dtype: "float64" });
    expect(await tensor([1.7, 300], [2], "uint8").data()).toEqual(Uint8Array.of(1, 44));
    expect(
      tensor(
        [
          [1, 2],
          [3, 4],
        ],
        [4],
      ).shape,
    ).toEqual([4]);
  });

  it("copies what it is given", async () => {
    const values = Float32Array.of(1, 2);
    const x = tensor(values);
    values[0] = 9;
    expect(await x.data()).toEqual(Float32Array.of(1, 2));
  });

  it("refuses ragged and empty lists and shapes that do not fit", () => {
    expect(() => tensor([[1, 2], [3]])).toThrow("tensor: rows of different shapes, [2] and [1]");
    expect(() => tensor([[1], 2])).toThrow("tensor: rows of different shapes, [1] and []");
    expect(() => tensor([])).toThrow("tensor: an empty list has no elements; give at least one");
    expect(() => tensor([[1], []])).toThrow("tensor: an empty list");
    expect(() => tensor([1, 2, 3], [2, 2])).toThrow("tensor: 3 values do not fill the shape [2, 2]");
    expect(() => tensor(new Float32Array(0))).toThrow(/^tensor: extents must be positive/);
  });
});

describe("constant tensors", () => {
  it("hold their numbers", async () => {
    expect(await zeros([2]).data()).toEqual(Float32Array.of(0, 0));
    expect(await ones([2, 1], "int32").data()).toEqual(Int32Array.of(1, 1));
    expect(await full([2], 0.1, "float64").data()).toEqual(Float64Array.of(0.1, 0.1));
    expect(await full([2], 300, "uint8").data()).toEqual(Uint8Array.of(44, 44));
    expect(await arange(4).data()).toEqual(Int32Array.of(0, 1, 2, 3));
    expect(await arange(3, "float32").data()).toEqual(Float32Array.of(0, 1, 2));
    expect(await eye(2).data()).toEqual(Float32Array.of(1, 0, 0, 1));
  });
  it("need positive extents", () => {
    expect(() => zeros([0])).toThrow(/^zeros: extents must be positive integers/);
    expect(() => full([1.5], 1)).toThrow(/^full: /);
  });
});

describe("concat and stack", () => {
  it("put tensors together along an old or a new axis", async () => {
    const [a, b] = [tensor([1, 2]), tensor([3, 4])];
    expect(await concat([a, b]).data()).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(stack([a, b])).toMatchObject({ shape: [2, 2] });
    expect(await stack([a, b], 1).data()).toEqual(Float32Array.of(1, 3, 2, 4));
    expect(await stack([a, b], -1).data()).toEqual(Float32Array.of(1, 3, 2, 4));
  });
});
