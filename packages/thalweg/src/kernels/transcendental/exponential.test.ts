import { describe, expect, it } from "vitest";
import { at, largestError, magnitudes, spread } from "../testing/error-in-ulps.ts";

const types = ["float32", "float64"] as const;
const range = { float32: [-86.9, 88.7], float64: [-708, 709.7] } as const;

describe.each(types)("exp and expm1 in %s", (type) => {
  const [low, high] = range[type];

  it("are within 2 ulp over the normal range", () => {
    expect(largestError("exp", type, [...spread(low, high), ...spread(-1, 1)], Math.exp)).toBeLessThanOrEqual(2);
    expect(largestError("expm1", type, [...spread(-40, high), ...magnitudes(-30, 0)], Math.expm1)).toBeLessThanOrEqual(
      3,
    );
  });

  it("saturate to 0, −1 and ∞ and pass NaN on", () => {
    const special = [0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, -1e4, 1e4, Number.NaN];
    const infinity = Number.POSITIVE_INFINITY;
    expect(at("exp", type, special)).toEqual([1, 0, infinity, 0, infinity, Number.NaN]);
    expect(at("expm1", type, special)).toEqual([0, -1, infinity, -1, infinity, Number.NaN]);
  });

  it("reach the largest finite result", () => {
    const largest = type === "float32" ? 88.7228 : 709.782712893384;
    expect(Math.abs(at("exp", type, [largest])[0] / Math.exp(largest) - 1)).toBeLessThan(1e-5);
    expect(at("exp", type, [largest + 1e-4])).toEqual([Number.POSITIVE_INFINITY]);
  });
});
