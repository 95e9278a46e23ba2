import { describe, expect, it } from "vitest";
import { expandTo, pad, permute, reshape, slice, transpose } from "./movement.ts";
import { input } from "./sources.ts";

const x = input(0, [2, 3, 4], "float32");

describe("reshape", () => {
  it("works out one extent of −1", () => {
    expect(reshape(x, [6, -1]).shape).toEqual([6, 4]);
    expect(reshape(x, [-1]).shape).toEqual([24]);
    expect(reshape(input(0, [], "float32"), [1, -1]).shape).toEqual([1, 1]);
  });
  it("is nothing to the same shape, and undoes itself", () => {
    expect(reshape(x, [2, 3, 4])).toBe(x);
    expect(reshape(reshape(x, [24]), [2, 3, 4])).toBe(x);
    expect(reshape(reshape(x, [24]), [4, 6]).inputs[0]).toBe(x);
  });
  it.each([[[5, 5]], [[5, -1]], [[-1, -1]], [[24, 1.5]], [[-2, -12]], [[0, -1]]])("refuses %j", (shape) => {
    expect(() => reshape(x, shape)).toThrow(/^reshape: /);
  });
  it("says what fits", () => {
    expect(() => reshape(x, [5, 5])).toThrow(
      "reshape: [2, 3, 4] has 24 elements and cannot become [5, 5]; the product of the extents must stay the same",
    );
  });
});

describe("permute and transpose", () => {
  it("order axes", () => {
    expect(permute(x, [2, 0, 1]).shape).toEqual([4, 2, 3]);
    expect(permute(x, [-1, 0, 1]).operation).toEqual({ kind: "permute", order: [2, 0, 1] });
    expect(permute(x, [0, 1, 2])).toBe(x);
    expect(transpose(x).shape).toEqual([2, 4, 3]);
  });
  it.each([[[0, 1]], [[0, 1, 1]], [[0, 1, 3]]])("refuses the order %j", (order) => {
    expect(() => permute(x, order)).toThrow(/^permute: /);
  });
  it("needs a matrix to transpose", () => {
    expect(() => transpose(input(0, [3], "float32"))).toThrow("transpose: needs at least two axes, got [3]");
  });
});

describe("expandTo", () => {
  it("repeats axes of extent 1 and adds leading ones", () => {
    expect(expandTo(input(0, [3, 1], "float32"), [2, 3, 4]).shape).toEqual([2, 3, 4]);
    expect(expandTo(x, [2, 3, 4])).toBe(x);
  });
  it.each([[[2, 3, 5]], [[3, 4]], [[2, 2, 3, 8]]])("refuses %j", (shape) => {
    expect(() => expandTo(x, shape)).toThrow(/^expand: \[2, 3, 4\] cannot become .*; only axes of extent 1 repeat/);
  });
});

describe("slice and pad", () => {
  const whole = { start: 0, count: 4, step: 1 };
  it("change extents", () => {
    const part = slice(x, [{ start: 1, count: 1, step: 1 }, { start: 2, count: 2, step: -2 }, whole]);
    expect(part.shape).toEqual([1, 2, 4]);
    expect(slice(x, [{ ...whole, count: 2 }, { ...whole, count: 3 }, whole])).toBe(x);
    expect(
      pad(
        x,
        [
          [0, 1],
          [2, 0],
          [0, 0],
        ],
        0,
      ).shape,
    ).toEqual([3, 5, 4]);
    expect(
      pad(
        x,
        [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        0,
      ),
    ).toBe(x);
  });
  it("refuse widths and values that do not fit", () => {
    expect(() => pad(x, [[0, 1]], 0)).toThrow(
      /^pad: widths \[\[0,1\]\] must hold \[before, after\] as integers ≥ 0 for each of the 3 axes/,
    );
    expect(() =>
      pad(
        x,
        [
          [0, 1],
          [-1, 0],
          [0, 0],
        ],
        0,
      ),
    ).toThrow(/^pad: widths/);
    expect(() => pad(input(0, [2], "uint8"), [[1, 0]], -1)).toThrow("pad: value -1 is not a uint8");
  });
});
