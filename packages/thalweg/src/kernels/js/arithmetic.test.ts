import { describe, expect, it } from "vitest";
import { intrinsics, literalText } from "./arithmetic.ts";

const { exponent, roundEven, scale2, significand, toInt32 } = intrinsics;

describe("intrinsics", () => {
  it("round ties to even and keep the sign of zero", () => {
    const rounded = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, -0.2, 0.49999999999999994, 2 ** 53 - 1].map(roundEven);
    expect(rounded).toEqual([0, 2, 2, -0, -2, -2, -0, 0, 2 ** 53 - 1]);
  });

  it("convert to int32 by truncation and saturation", () => {
    const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
    const [least, most] = [-(2 ** 31), 2 ** 31 - 1];
    expect([1.9, -1.9, nan, 3e9, -3e9, low, high].map(toInt32)).toEqual([1, -1, 0, most, least, least, most]);
  });

  it("take numbers apart and scale them", () => {
    expect([1, -6, 0.75, 2 ** -1022, Number.MAX_VALUE].map(exponent)).toEqual([0, 2, -1, -1022, 1023]);
    expect([1, -6, 0.75, 2 ** -1022].map(significand)).toEqual([1, -1.5, 1.5, 1]);
    expect([scale2(3, 4), scale2(-1, -1022), scale2(1.5, 1023), scale2(1, 0)]).toEqual([
      48,
      -(2 ** -1022),
      1.5 * 2 ** 1023,
      1,
    ]);
  });
});

it("writes literals that stand anywhere in an expression", () => {
  expect([-0, -1.5, Number.NaN, Number.NEGATIVE_INFINITY].map((value) => literalText("float64", value))).toEqual([
    "(-0)",
    "(-1.5)",
    "NaN",
    "(-Infinity)",
  ]);
  expect(literalText("bool", 1)).toBe("true");
});
