import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { centralizeGradient, chain, gradientDescent } from "../index.ts";
import { applied } from "../testing/applied.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer === "centralize > sgd");

describe("centralizeGradient", () => {
  it("takes the mean of each unit's weights away", () => {
    const given = { w: { gradient: [1, 2, 3, 4, 5, 6], shape: [2, 3] }, b: { gradient: [1, 2, 3] } };
    expect(applied(centralizeGradient(), given)).toEqual({ w: [-1.5, -1.5, -1.5, 1.5, 1.5, 1.5], b: [1, 2, 3] });
    expect(applied(centralizeGradient({ units: "first" }), given)).toEqual({ w: [-1, 0, 1, -1, 0, 1], b: [1, 2, 3] });
  });

  it("keeps the sum of what enters a unit, and never lengthens", () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(values, (gradient) => {
        const { w } = applied(centralizeGradient(), { w: { gradient, shape: [2, 3, 2] } });
        for (const unit of [0, 1]) {
          const own = w.filter((_, index) => index % 2 === unit);
          expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 9);
        }
        expect(Math.hypot(...w)).toBeLessThanOrEqual(Math.hypot(...gradient) * (1 + 1e-14));
      }),
      { numRuns: 30 },
    );
  });

  it("agrees with Optax, whose units are on the first axis", async () => {
    expect(cases).toHaveLength(1);
    for (const expected of cases) {
      const optimizer = chain(centralizeGradient({ units: "first" }), gradientDescent({ learningRate: 0.01 }));
      await expectTrajectory(expected, optimizer, 1e-12);
    }
  });
});
