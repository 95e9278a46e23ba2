import { describe, expect, it } from "vitest";
import { confusionMatrix, perClassAccuracy } from "./confusion-matrix.ts";

describe("confusionMatrix", () => {
  it("counts labels by row and predictions by column", () => {
    const matrix = confusionMatrix(Int32Array.of(0, 0, 1, 2, 2, 2), [0, 1, 1, 2, 0, 2], 4);
    expect(matrix).toEqual([
      [1, 1, 0, 0],
      [0, 1, 0, 0],
      [1, 0, 2, 0],
      [0, 0, 0, 0],
    ]);
    expect(perClassAccuracy(matrix)).toEqual([1 / 2, 1, 2 / 3, undefined]);
  });

  it("refuses lists of different lengths and classes that there are not", () => {
    expect(() => confusionMatrix([0], [], 2)).toThrow(
      "confusionMatrix: predictions must be as many as labels (1), got 0",
    );
    expect(() => confusionMatrix([0, 1], [0, 2], 2)).toThrow("must be integers in [0, 2), got 1 and 2 for example 1");
  });
});
