import { describe, expect, it } from "vitest";
import { exampleSize, flatten, gather, positionOf, slice } from "./values.ts";

describe("flatten", () => {
  it("keeps row-major order", () => {
    const { values, shape } = flatten(
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [5, 6],
          [7, 8],
        ],
        [
          [9, 10],
          [11, 12],
        ],
      ],
      "float64",
      "x",
    );
    expect(shape).toEqual([3, 2, 2]);
    expect(values).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  });

  it("names the first place where lengths differ", () => {
    expect(() => flatten([[1, 2], [3]], "float32", "x")).toThrow(
      "x: nested arrays must be equally long, expected an array of 2 at [1], got an array of 1",
    );
    expect(() =>
      flatten(
        [
          [1, 2],
          [3, [4]],
        ],
        "float32",
        "x",
      ),
    ).toThrow("expected a number at [1, 1], got an array of 1");
    expect(() => flatten([[1], 2], "float32", "x")).toThrow("expected an array of 1 at [1], got 2");
  });
});

describe("positionOf", () => {
  it("undoes row-major order: offset = (i·3 + j)·4 + k", () => {
    expect(positionOf((1 * 3 + 2) * 4 + 3, [2, 3, 4])).toBe("[1, 2, 3]");
    expect(positionOf(5, [9])).toBe("[5]");
  });
});

describe("gather and slice", () => {
  const source = { values: Int32Array.of(0, 1, 10, 11, 20, 21), shape: [3, 2] };

  it("takes whole examples in the order asked, repeats included", () => {
    expect(exampleSize(source)).toBe(2);
    expect(gather(source, [2, 0, 2])).toEqual({ values: Int32Array.of(20, 21, 0, 1, 20, 21), shape: [3, 2] });
  });

  it("copies in gather, shares in slice", () => {
    expect(gather(source, [0]).values.buffer).not.toBe(source.values.buffer);
    const part = slice(source, 1, 3);
    expect(part).toEqual({ values: Int32Array.of(10, 11, 20, 21), shape: [2, 2] });
    expect(part.values.buffer).toBe(source.values.buffer);
  });
});
