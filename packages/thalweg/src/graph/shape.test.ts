import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { broadcastShapes, checkShape, contiguousStrides, normalizeAxes, normalizeAxis, sizeOf } from "./shape.ts";

describe("broadcastShapes", () => {
  it.each([
    [
      [[2, 3], [3]],
      [2, 3],
    ],
    [
      [
        [2, 1],
        [1, 5],
      ],
      [2, 5],
    ],
    [[[], [4]], [4]],
    [
      [[7, 1, 5], [3, 1], []],
      [7, 3, 5],
    ],
  ])("%j gives %j", (shapes, expected) => {
    expect(broadcastShapes("add", shapes)).toEqual(expected);
  });

  it("names the operation, the shapes, the place and the remedy", () => {
    expect(() =>
      broadcastShapes("add", [
        [2, 3],
        [2, 4],
      ]),
    ).toThrow(
      /^add: shapes \[2, 3\] and \[2, 4\] do not broadcast: extents 3 and 4 meet at axis -1; .*reshape or transpose/,
    );
  });
});

describe("contiguousStrides", () => {
  it("numbers the elements in row-major order", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }), (shape) => {
        const strides = contiguousStrides(shape);
        for (let linear = 0; linear < sizeOf(shape); linear++) {
          let rest = linear;
          const index = shape.map((_, axis) => {
            const inner = sizeOf(shape.slice(axis + 1));
            const at = Math.floor(rest / inner);
            rest %= inner;
            return at;
          });
          expect(index.reduce((sum, at, axis) => sum + at * strides[axis], 0)).toBe(linear);
        }
      }),
    );
  });
});

describe("axes", () => {
  it("count from the end when negative, come sorted, and are all when left out", () => {
    expect(normalizeAxis("sum", [2, 3, 4], -1)).toBe(2);
    expect(normalizeAxes("sum", [2, 3, 4], [-1, 0])).toEqual([0, 2]);
    expect(normalizeAxes("sum", [2, 3, 4])).toEqual([0, 1, 2]);
    expect(normalizeAxes("sum", [2, 3], 1)).toEqual([1]);
  });

  it("are refused with their range", () => {
    expect(() => normalizeAxis("sum", [2, 3], 2)).toThrow(
      "sum: axis 2 is not an axis of shape [2, 3]; use an integer from -2 to 1",
    );
    expect(() => normalizeAxis("sum", [2, 3], 0.5)).toThrow("axis 0.5");
    expect(() => normalizeAxes("max", [2, 3], [1, -1])).toThrow("max: axes [1, -1] name an axis twice");
  });
});

describe("checkShape", () => {
  it.each([[[2, 0]], [[-1]], [[1.5]]])("refuses %j", (shape) => {
    expect(() => checkShape("zeros", shape)).toThrow(/^zeros: extents must be positive integers/);
  });
});
