import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tensor } from "../../tensor/index.ts";
import {
  adamW,
  addDecayedWeights,
  cautious,
  chain,
  momentum,
  Optimizer,
  route,
  scaleByAdam,
  scaleByLearningRate,
  transform,
} from "../index.ts";

type Placed = "beforeRate" | "afterRate";

/** What cautious makes of an update beside a gradient. */
const kept = (update: readonly number[], gradient: readonly number[], placed: Placed = "beforeRate"): number[] => {
  const given = transform({ name: "given", update: () => ({ update: tensor(Float64Array.from(update)) }) });
  const weights = { w: new Float64Array(update.length) };
  new Optimizer(weights, chain(given, cautious({ placed }))).step({ w: gradient });
  return [...weights.w];
};

describe("cautious", () => {
  it("keeps what agrees with the gradient, and makes up for the rest", () => {
    const close = (found: readonly number[], expected: readonly number[]) =>
      expected.forEach((value, index) => {
        expect(found[index]).toBeCloseTo(value, 14);
      });
    close(kept([3, 6, 9, -12], [1, -1, 1, -1]), [4, 0, 12, -16]);
    close(kept([3, 6, 9, -12], [1, -1, 1, -1], "afterRate"), [0, 24, 0, 0]);
    // Zeros agree with nothing; a share of 0 counts as 1e-3.
    close(kept([1, 2], [0, -1]), [0, 0]);
    close(kept([1e-200, 2], [1e-200, -1]), [2e-200, 0]);
  });

  it("leaves everything as it is where all agree", () => {
    expect(kept([1, -2, 3], [5, -6, 7])).toEqual([1, -2, 3]);
  });

  it("takes its share of each parameter by itself", () => {
    const weights = { a: Float64Array.of(0, 0), b: Float64Array.of(0, 0) };
    const given = transform({ name: "given", update: () => ({ update: tensor(Float64Array.of(1, 1)) }) });
    new Optimizer(weights, chain(given, cautious())).step({ a: [1, -1], b: [1, 1] });
    expect([...weights.a, ...weights.b]).toEqual([2, 0, 1, 1]);
  });

  it("never moves against the gradient, after the rate or before it", () => {
    const gradients = fc.array(
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 }),
      { minLength: 1, maxLength: 12 },
    );
    const placed = {
      beforeRate: chain(scaleByAdam(), cautious(), scaleByLearningRate(0.1)),
      afterRate: chain(momentum({ learningRate: 0.1 }), cautious({ placed: "afterRate" })),
      inGroup: route([{ match: "w", use: chain(adamW({ weightDecay: 0 }), cautious({ placed: "afterRate" })) }]),
    };
    fc.assert(
      fc.property(gradients, fc.constantFrom(...Object.values(placed)), (list, spec) => {
        const weights = { w: Float64Array.of(1, -2, 3) };
        const optimizer = new Optimizer(weights, spec);
        for (const gradient of list) {
          const before = weights.w.slice();
          optimizer.step({ w: gradient });
          gradient.forEach((value, index) => {
            expect((weights.w[index] - before[index]) * value).toBeLessThanOrEqual(0);
          });
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is C-AdamW before decay and rate, by hand", () => {
    const weights = { w: Float64Array.of(1, 1) };
    const optimizer = new Optimizer(
      weights,
      chain(scaleByAdam({ epsilon: 0 }), cautious(), addDecayedWeights(0.1), scaleByLearningRate(0.01)),
    );
    optimizer.step({ w: [4, 4] });
    expect([...weights.w]).toEqual([1 - 0.01 * 1.1, 1 - 0.01 * 1.1]);
    const w = weights.w[0];
    optimizer.step({ w: [4, -1] });
    // m = 0.9·0.4 + 0.1g, v = 0.999·0.016 + 0.001g²: m̂ of the second stays positive against its gradient.
    const mean = (0.36 + 0.4) / (1 - 0.81);
    const root = Math.sqrt((0.999 * 0.016 + 0.016) / (1 - 0.999 ** 2));
    expect(weights.w[0]).toBeCloseTo(w - 0.01 * ((2 * mean) / root + 0.1 * w), 12);
    expect(weights.w[1]).toBeCloseTo(w - 0.01 * 0.1 * w, 14);
  });

  it("refuses what is out of range", () => {
    expect(() => cautious({ smallestShare: 0 })).toThrow("cautious: smallestShare must be > 0, got 0");
  });
});
