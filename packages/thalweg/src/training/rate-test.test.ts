import { describe, expect, it } from "vitest";
import { RisingRates } from "./rate-test.ts";

/** Gradient descent on c·x²/2 by a test's rates. */
const onParabola = (curvature: number, test: RisingRates, start = 3) => {
  let x = start;
  let goesOn = true;
  while (goesOn) {
    const [{ rate }, loss] = [test, (curvature * x * x) / 2];
    goesOn = test.take(loss);
    x -= rate * curvature * x;
  }
  return test.result();
};

describe("RisingRates", () => {
  it("rises by a constant factor from the first to the last rate", () => {
    const test = new RisingRates({ from: 1e-4, to: 1, updates: 5 });
    let loss = 1;
    while (test.take(loss++ / 100 + 1)) expect(test.rate).toBeGreaterThan(0);
    const { rates, steepest, suggestion, reason } = test.result();
    for (const [index, rate] of rates.entries()) expect(rate).toBeCloseTo(10 ** (index - 4), 12);
    expect([steepest, suggestion]).toEqual([undefined, undefined]);
    expect(reason).toMatch(/^the loss never fell: /);
  });

  it("corrects the smoothed loss for its start", () => {
    const test = new RisingRates({ smoothing: 0.9, updates: 3 });
    for (const loss of [2, 1, 4]) test.take(loss);
    const { smoothed } = test.result();
    expect(smoothed[0]).toBeCloseTo(2, 12);
    expect(smoothed[1]).toBeCloseTo((0.9 * 2 + 1) / 1.9, 12);
    expect(smoothed[2]).toBeCloseTo((0.81 * 2 + 0.9 + 4) / (1 + 0.9 + 0.81), 12);
  });

  it("ends at four times the lowest value, or where the loss is not finite", () => {
    const test = new RisingRates({ from: 1, to: 16, updates: 5, smoothing: 0 });
    expect([1, 0.5, 2, 2.01].map((loss) => test.take(loss))).toEqual([true, true, true, false]);
    expect(test.result().divergence).toBeCloseTo(8, 10);
    const broken = new RisingRates({ from: 1, to: 16, updates: 5, smoothing: 0 });
    expect([1, 2, Number.NaN].map((loss) => broken.take(loss))).toEqual([true, true, false]);
    const { divergence, losses } = broken.result();
    expect(divergence).toBeCloseTo(4, 10);
    expect(losses).toEqual([1, 2]);
  });

  it("takes no low value for a measure that lies below the floor", () => {
    const test = new RisingRates({ smoothing: 0, floor: 0.25 });
    expect([1, 1e-9, 0.9, 1.01].map((loss) => test.take(loss))).toEqual([true, true, true, false]);
  });

  it("suggests a rate that works and scales as rates must", () => {
    for (const curvature of [1, 100]) {
      const { suggestion = 0, divergence = 0 } = onParabola(curvature, new RisingRates({ from: 1e-6, to: 100 }));
      // Above 2/curvature every step is longer than the one before.
      expect(divergence * curvature).toBeGreaterThan(2);
      expect(suggestion * curvature).toBeGreaterThan(0.02);
      expect(suggestion * curvature).toBeLessThan(2);
    }
  });

  it.each([
    [{ from: 0 }, "from must be a finite number > 0, got 0"],
    [{ from: 1, to: 1 }, "to must be a finite number above from (1), got 1"],
    [{ updates: 1 }, "updates must be a whole number ≥ 2, got 1"],
    [{ smoothing: 1 }, "smoothing must be in [0, 1), got 1"],
    [{ limit: 1 }, "limit must be above 1, got 1"],
  ])("refuses %j", (options, message) => expect(() => new RisingRates(options)).toThrow(`rate test: ${message}`));
});
