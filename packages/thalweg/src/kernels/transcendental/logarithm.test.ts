import { describe, expect, it } from "vitest";
import { at, largestError, magnitudes, spread } from "../testing/error-in-ulps.ts";

const types = ["float32", "float64"] as const;
const exponents = { float32: [-126, 127], float64: [-1022, 1023] } as const;
const subnormal = { float32: 2 ** -140, float64: 2 ** -1060 } as const;

describe.each(types)("log and log1p in %s", (type) => {
  it("are within 4 ulp, near 1 and over all magnitudes", () => {
    const positive = magnitudes(exponents[type][0], exponents[type][1]).map(Math.abs);
    expect(largestError("log", type, [...positive, ...spread(0.5, 2)], Math.log)).toBeLessThanOrEqual(2);
    const near = [...magnitudes(-40, -1), ...spread(-0.99, 10), ...positive.slice(2000)];
    expect(largestError("log1p", type, near, Math.log1p)).toBeLessThanOrEqual(4);
  });

  it("take subnormal numbers", () => {
    expect(at("log", type, [subnormal[type]])[0]).toBeCloseTo(Math.log(subnormal[type]), 3);
  });

  it("are −∞ at the pole, NaN below, ∞ at ∞", () => {
    const { NaN: nan, NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
    expect(at("log", type, [0, -0, -1, low, high, nan, 1])).toEqual([low, low, nan, nan, high, nan, 0]);
    expect(at("log1p", type, [-1, -2, low, high, nan, 0])).toEqual([low, nan, nan, high, nan, 0]);
  });
});
