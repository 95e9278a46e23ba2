import { describe, expect, it } from "vitest";
import { at, largestError, magnitudes, spread } from "../testing/error-in-ulps.ts";

const farthest = { float32: 1e5, float64: 1e9 } as const;

describe.each(["float32", "float64"] as const)("sin and cos in %s", (type) => {
  it("are within 3 ulp around 0", () => {
    const near = spread(-3, 3);
    expect(largestError("sin", type, [...near, ...magnitudes(-30, 0)], Math.sin)).toBeLessThanOrEqual(3);
    expect(largestError("cos", type, spread(-1.5, 1.5), Math.cos)).toBeLessThanOrEqual(3);
  });

  it("hold to rounding as far as documented", () => {
    const xs = spread(-farthest[type], farthest[type]).map(type === "float32" ? Math.fround : Number);
    const rounding = type === "float32" ? 2e-7 : 4e-16;
    const error = (name: "sin" | "cos"): number =>
      Math.max(...at(name, type, xs).map((y, k) => Math.abs(y - Math[name](xs[k]))));
    expect(error("sin")).toBeLessThan(rounding);
    expect(error("cos")).toBeLessThan(rounding);
  });

  it("are exact at 0, bounded far out, NaN at infinity", () => {
    expect(at("sin", type, [0, Number.POSITIVE_INFINITY])).toEqual([0, Number.NaN]);
    expect(at("cos", type, [0, Number.NEGATIVE_INFINITY])).toEqual([1, Number.NaN]);
    expect(Math.abs(at("sin", type, [1e30])[0])).toBeLessThanOrEqual(1);
  });
});
