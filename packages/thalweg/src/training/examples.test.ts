import { expect, it } from "vitest";
import { type BatchLike, batchTensor, inputShapeOf } from "./examples.ts";

it("tells how to wrap plain arrays, which programs without types may give", () => {
  const plain: BatchLike = JSON.parse("[[0, 1]]");
  const remedy =
    "predict: a batch must be a tensor or a typed array, got a plain array; wrap it, as in tensor([[0, 1]])";
  expect(() => batchTensor("predict", plain, [2])).toThrow(remedy);
  expect(() => inputShapeOf("predict", plain)).toThrow(remedy);
});

it("cuts flat arrays into examples", () => {
  expect(batchTensor("x", Float32Array.of(1, 2, 3, 4), [2]).shape).toEqual([2, 2]);
  expect(() => batchTensor("x", Float32Array.of(1, 2, 3), [2])).toThrow(
    "x: 3 numbers are not whole examples of shape [2]",
  );
});
