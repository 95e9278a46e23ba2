import { describe, expect, it } from "vitest";
import { at, magnitudes, spread } from "../testing/error-in-ulps.ts";

const tolerance = { float32: 1e-6, float64: 1e-13 } as const;
const limits = { float32: { exponent: 120, log: 85 }, float64: { exponent: 1000, log: 700 } } as const;

const relativeError = (results: readonly number[], truth: readonly number[]): number =>
  Math.max(...results.map((result, k) => Math.abs(result / truth[k] - 1)));

describe.each(["float32", "float64"] as const)("pow in %s", (type) => {
  const rounded = (values: number[]): number[] => (type === "float32" ? values.map(Math.fround) : values);

  it("is accurate whatever the size of its operands", () => {
    const { exponent, log } = limits[type];
    const x = rounded([...magnitudes(-exponent, exponent).map(Math.abs), ...spread(0.5, 1.5)]);
    const y = rounded(x.map((value, k) => (((k * 0.754877) % 2) - 1) * (log / Math.abs(Math.log(value)))));
    expect(
      relativeError(
        at("pow", type, x, y),
        x.map((base, k) => base ** y[k]),
      ),
    ).toBeLessThan(tolerance[type]);
  });

  it("keeps the sign of whole powers", () => {
    const results = at("pow", type, [-3, -3, 2, 10, -2], [2, 3, 10, 2, -1]);
    expect(relativeError(results, [9, -27, 1024, 100, -0.5])).toBeLessThan(tolerance[type]);
  });

  it("treats 0, ∞, NaN and negative numbers as IEEE pow does", () => {
    const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
    const cases = [
      [0, 2, 0],
      [0, -1, high],
      [0, 0, 1],
      [nan, 0, 1],
      [nan, 1, nan],
      [0, nan, nan],
      [-2, 0.5, nan],
      [high, 0.5, high],
      [high, -2, 0],
      [low, 3, low],
      [low, 2, high],
      [low, 0.5, high],
      [1, high, 1],
      [2, high, high],
      [2, low, 0],
      [0.5, high, 0],
      [0.5, low, high],
      [10, 400, high],
      [-10, 401, low],
      [10, -400, 0],
    ];
    const [x, y, expected] = [0, 1, 2].map((column) => cases.map((row) => row[column]));
    expect(at("pow", type, x, y).map((value) => value + 0)).toEqual(expected);
  });
});
