import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipByValue, Optimizer } from "../index.ts";

describe("clipByValue", () => {
  it("clamps each element", () => {
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(values, fc.double({ min: 1e-3, max: 100, noNaN: true }), (gradient, limit) => {
        const weights = { w: new Float64Array(gradient.length) };
        new Optimizer(weights, clipByValue(limit)).step({ w: gradient });
        gradient.forEach((value, i) => {
          expect(weights.w[i]).toBeCloseTo(Math.max(-limit, Math.min(limit, value)), 14);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a limit that is not positive", () => {
    expect(() => clipByValue(-1)).toThrow("clipByValue: limit must be > 0, got -1");
  });
});
