import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDecayedWeights,
  addL2,
  chain,
  gradientDescent,
  minimize,
  Optimizer,
  scaleByLearningRate,
} from "../index.ts";

describe("gradientDescent", () => {
  it("flips the steep axis of x² + 50y² at η = 0.019 by −0.9 each step", async () => {
    const { path } = await minimize((w) => w.slice(0).square().add(w.slice(1).square().mul(50)), [1, 1], {
      optimizer: gradientDescent({ learningRate: 0.019 }),
      steps: 10,
    });
    path.forEach(([x, y], step) => {
      expect(y).toBeCloseTo((-0.9) ** step, 12);
      expect(x).toBeCloseTo(0.962 ** step, 12);
    });
  });

  it("treats L2 and decoupled decay alike", () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(values, values, fc.double({ min: 0, max: 1, noNaN: true }), (start, gradient, decay) => {
        const [a, b] = [{ w: Float64Array.from(start) }, { w: Float64Array.from(start) }];
        new Optimizer(a, chain(addL2(decay), gradientDescent({ learningRate: 0.1 }))).step({ w: gradient });
        new Optimizer(b, chain(addDecayedWeights(decay), scaleByLearningRate(0.1))).step({ w: gradient });
        expect(a.w).toEqual(b.w);
        const expected = start.map((w, i) => w - 0.1 * (gradient[i] + decay * w));
        expected.forEach((w, i) => {
          expect(a.w[i]).toBeCloseTo(w, 12);
        });
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a negative rate", () => {
    expect(() => gradientDescent({ learningRate: -0.1 })).toThrow(
      "gradientDescent: learningRate must be ≥ 0, got -0.1",
    );
    expect(() => scaleByLearningRate(Number.NaN)).toThrow("scaleByLearningRate: learningRate must be ≥ 0, got NaN");
  });
});
