import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chain, clipByBlockRms, gradientDescent } from "../index.ts";
import { applied } from "../testing/applied.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer === "clip_by_block_rms(0.02) > sgd");

describe("clipByBlockRms", () => {
  it("limits each parameter by itself", () => {
    const { a, b } = applied(clipByBlockRms(1), { a: { gradient: [1, 7] }, b: { gradient: [0.6, 0.8] } });
    expect(a[0]).toBeCloseTo(1 / 5, 15);
    expect(a[1]).toBeCloseTo(7 / 5, 15);
    expect(b).toEqual([0.6, 0.8]);
    expect(applied(clipByBlockRms(1), { a: { gradient: [0, 0] } })).toEqual({ a: [0, 0] });
  });

  it("never lengthens and keeps the direction", () => {
    const vectors = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(vectors, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (gradient, threshold) => {
        const { w } = applied(clipByBlockRms(threshold), { w: { gradient } });
        const rms = Math.hypot(...gradient) / Math.sqrt(gradient.length);
        const factor = Math.min(1, threshold / rms);
        expect(Math.hypot(...w)).toBeLessThanOrEqual(Math.hypot(...gradient) * (1 + 1e-14));
        gradient.forEach((value, index) => {
          expect(w[index]).toBeCloseTo(value * factor, 10);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("agrees with Optax", async () => {
    expect(cases).toHaveLength(1);
    for (const expected of cases) {
      const optimizer = chain(clipByBlockRms(0.02), gradientDescent({ learningRate: 0.01 }));
      await expectTrajectory(expected, optimizer, 1e-12);
    }
  });

  it("refuses a limit that is not positive", () => {
    expect(() => clipByBlockRms(0)).toThrow("clipByBlockRms: threshold must be > 0, got 0");
  });
});
