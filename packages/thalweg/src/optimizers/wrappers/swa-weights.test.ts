import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chain, gradientDescent, Optimizer, swaWeights } from "../index.ts";

/** What is evaluated with after each update, when gradients are −1 and the weights are 1, 2, 3, … */
const evaluated = (options: Parameters<typeof swaWeights>[0], steps: number): number[] => {
  const weights = { w: Float64Array.of(0) };
  const optimizer = new Optimizer(weights, chain(gradientDescent({ learningRate: 1 }), swaWeights(options)));
  expect(optimizer.evaluationWeights().w[0]).toBe(0);
  return Array.from({ length: steps }, () => {
    optimizer.step({ w: [-1] });
    return optimizer.evaluationWeights().w[0];
  });
};

describe("swaWeights", () => {
  it("is Polyak averaging by default: the mean of all weights so far", () => {
    expect(evaluated({}, 5)).toEqual([1, 1.5, 2, 2.5, 3]);
  });

  it("starts at an update, and takes every k-th", () => {
    expect(evaluated({ start: 3 }, 5)).toEqual([1, 2, 3, 3.5, 4]);
    expect(evaluated({ start: 2, every: 3 }, 9)).toEqual([1, 2, 2, 2, 3.5, 3.5, 3.5, 5, 5]);
  });

  it("is the mean of the weights it saw", () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), (list, start, every) => {
        const weights = { w: Float64Array.of(0) };
        const spec = chain(gradientDescent({ learningRate: 0.1 }), swaWeights({ start, every }));
        const optimizer = new Optimizer(weights, spec);
        const seen: number[] = [];
        list.forEach((gradient, index) => {
          optimizer.step({ w: [gradient] });
          if (index + 1 >= start && (index + 1 - start) % every === 0) seen.push(weights.w[0]);
        });
        const mean = seen.reduce((sum, w) => sum + w, 0) / seen.length;
        expect(optimizer.evaluationWeights().w[0]).toBeCloseTo(seen.length > 0 ? mean : weights.w[0], 12);
      }),
      { numRuns: 40 },
    );
  });

  it("refuses what is out of range", () => {
    expect(() => swaWeights({ start: 0 })).toThrow("swaWeights: start must be a whole number ≥ 1, got 0");
    expect(() => swaWeights({ every: 1.5 })).toThrow("swaWeights: every must be a whole number ≥ 1, got 1.5");
  });
});
