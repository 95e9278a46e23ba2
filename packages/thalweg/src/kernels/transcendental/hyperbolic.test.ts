import { describe, expect, it } from "vitest";
import { at, largestError, magnitudes, spread } from "../testing/error-in-ulps.ts";

describe.each(["float32", "float64"] as const)("tanh in %s", (type) => {
  it("is within 4 ulp, near 0 as well", () => {
    expect(largestError("tanh", type, [...spread(-12, 12), ...magnitudes(-30, 0)], Math.tanh)).toBeLessThanOrEqual(4);
  });

  it("saturates at ±1 and never passes it", () => {
    const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
    expect(at("tanh", type, [low, -30, 30, high, nan, 0])).toEqual([-1, -1, 1, 1, nan, 0]);
    expect(Math.max(...at("tanh", type, spread(0, 25)).map(Math.abs))).toBeLessThanOrEqual(1);
  });
});
