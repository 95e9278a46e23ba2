import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adaptiveClip, chain, gradientDescent } from "../index.ts";
import { applied } from "../testing/applied.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer === "adaptive_grad_clip(0.01) > sgd");

/** Factors of a parameter of given shape whose elements are its weights 1, 2, 3, …, all with gradient 100. */
const factorsFor = (shape: readonly number[]): number[] => {
  const size = shape.reduce((a, b) => a * b, 1);
  const gradient = Array.from({ length: size }, () => 100);
  const weights = gradient.map((_, index) => index + 1);
  return applied(adaptiveClip(0.01), { w: { gradient, shape, weights } }).w.map((value) => value / 100);
};

/** 0.01·‖w‖/‖g‖ of one unit. */
const factorOf = (weights: readonly number[]): number =>
  (0.01 * Math.hypot(...weights)) / (100 * Math.sqrt(weights.length));

describe("adaptiveClip", () => {
  it("limits the norm to a share of the weights' norm", () => {
    const { w } = applied(adaptiveClip(0.1), { w: { gradient: [6, 8], weights: [3, 4] } });
    expect(w[0]).toBeCloseTo(0.3, 14);
    expect(w[1]).toBeCloseTo(0.4, 14);
    const small = applied(adaptiveClip(0.1), { w: { gradient: [0.24, 0.32], weights: [3, 4] } }).w;
    expect(small[0]).toBeCloseTo(0.24, 14);
  });

  it("gives weights of 0 the norm ε", () => {
    const { w } = applied(adaptiveClip(0.1, { epsilon: 0.5 }), { w: { gradient: [3, 4] } });
    expect(w[0]).toBeCloseTo(0.03, 15);
    expect(w[1]).toBeCloseTo(0.04, 15);
  });

  it("takes columns, filters and whole vectors as units", () => {
    const expectFactors = (shape: readonly number[], unit: (index: number) => number[]) => {
      factorsFor(shape).forEach((factor, index) => {
        expect(factor).toBeCloseTo(factorOf(unit(index)), 14);
      });
    };
    expectFactors([4], () => [1, 2, 3, 4]);
    expectFactors([4, 1], () => [1, 2, 3, 4]);
    expectFactors([2, 3], (index) => [(index % 3) + 1, (index % 3) + 4]);
    expectFactors([2, 2, 2], (index) => [(index % 4) + 1, (index % 4) + 5]);
    expectFactors([1, 2, 2, 2], (index) => [0, 2, 4, 6].map((start) => start + (index % 2) + 1));
    expectFactors([1, 1, 2, 2, 2], (index) => [0, 2, 4, 6].map((start) => start + (index % 2) + 1));
  });

  it("never lengthens a column", () => {
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(values, values, fc.double({ min: 1e-4, max: 10, noNaN: true }), (gradient, weights, clipping) => {
        const { w } = applied(chain(adaptiveClip(clipping)), { w: { gradient, weights: weights, shape: [3, 2] } });
        for (const column of [0, 1]) {
          const norm = (list: readonly number[]) => Math.hypot(...list.filter((_, index) => index % 2 === column));
          const limit = clipping * Math.max(norm(weights), 1e-3);
          // The update is seen as a difference of weights up to 1e3.
          expect(norm(w)).toBeLessThanOrEqual(Math.min(norm(gradient), limit) * (1 + 1e-12) + 1e-11);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("agrees with Optax", async () => {
    expect(cases).toHaveLength(1);
    for (const expected of cases) {
      const optimizer = chain(adaptiveClip(0.01), gradientDescent({ learningRate: 0.01 }));
      await expectTrajectory(expected, optimizer, 1e-12);
    }
  });

  it("refuses what is out of range", () => {
    expect(() => adaptiveClip(0)).toThrow("adaptiveClip: clipping must be > 0, got 0");
    expect(() => adaptiveClip(1, { epsilon: -1 })).toThrow("adaptiveClip: epsilon must be ≥ 0, got -1");
  });
});
