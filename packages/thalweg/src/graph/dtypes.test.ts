import { describe, expect, it } from "vitest";
import { type DType, viewOf } from "../kernels/dtype.ts";
import { holds, promote } from "./dtypes.ts";

const dtypes: readonly DType[] = ["uint8", "int32", "float32", "float64"];

describe("promote", () => {
  it("takes the wider of two dtypes, whatever their order", () => {
    dtypes.forEach((a, i) => {
      dtypes.forEach((b, j) => {
        expect(promote(a, b)).toBe(dtypes[Math.max(i, j)]);
      });
    });
  });
});

describe("holds", () => {
  it.each([0, 1, 255, 256, -1, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), Number.NaN, Number.POSITIVE_INFINITY])(
    "says of integers whether a typed array gives %d back",
    (value) => {
      for (const dtype of ["uint8", "int32"] as const) {
        const array = viewOf(dtype, new ArrayBuffer(4), 0, 1);
        array[0] = value;
        expect(holds(dtype, value)).toBe(array[0] === value);
      }
      expect(holds("float32", value)).toBe(true);
    },
  );
});
