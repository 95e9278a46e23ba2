import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArrayMovingAverage, MovingAverage, movingAverages, windowOf } from "./moving-average.ts";

describe("MovingAverage", () => {
  it("starts at 0 and follows βa + (1 − β)x", () => {
    const average = new MovingAverage({ beta: 0.9 });
    expect(average.value).toBe(0);
    // 0.1·1; 0.9·0.1 + 0.1·2; 0.9·0.29 + 0.1·3
    expect(average.update(1)).toBeCloseTo(0.1, 15);
    expect(average.update(2)).toBeCloseTo(0.29, 15);
    expect(average.update(3)).toBeCloseTo(0.561, 15);
  });

  it("is divided by 1 − βᵗ when corrected: 0.19 and 0.271 at t = 2 and 3", () => {
    const average = new MovingAverage({ beta: 0.9, biasCorrection: true });
    expect(average.value).toBe(0);
    expect(average.update(1)).toBeCloseTo(1, 14);
    expect(average.update(2)).toBeCloseTo(0.29 / 0.19, 14);
    expect(average.update(3)).toBeCloseTo(0.561 / 0.271, 14);
  });

  it("reaches back 1/(1 − β) samples", () => {
    expect(new MovingAverage({ beta: 0.9 }).window).toBeCloseTo(10, 12);
    expect(windowOf(0.97)).toBeCloseTo(100 / 3, 12);
    expect(windowOf(0.5)).toBe(2);
    expect(windowOf(0)).toBe(1);
  });

  it("goes on from a saved state", () => {
    const average = new MovingAverage({ beta: 0.7, biasCorrection: true });
    average.update(4);
    const resumed = new MovingAverage({ beta: 0.7, biasCorrection: true });
    resumed.load(JSON.parse(JSON.stringify(average.state())));
    expect(resumed.update(-3)).toBe(average.update(-3));
  });

  it("of a constant is that constant when corrected, for every β", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 50 }),
        (beta, x, count) => {
          const average = new MovingAverage({ beta, biasCorrection: true });
          for (let i = 0; i < count; i++) average.update(x);
          expect(Math.abs(average.value - x)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it("refuses a β outside [0, 1)", () => {
    expect(() => new MovingAverage({ beta: 1 })).toThrow("movingAverage: beta must be in [0, 1), got 1");
    expect(() => new MovingAverage({ beta: -0.1 })).toThrow("movingAverage: beta must be in [0, 1), got -0.1");
    expect(() => new MovingAverage().load({ average: 0, count: -1 })).toThrow("count must be a whole number ≥ 0");
  });
});

describe("ArrayMovingAverage", () => {
  it("changes its array in place", () => {
    const kept = Float32Array.of(9, 9);
    const average = new ArrayMovingAverage(kept, { beta: 0.5 });
    average.update([2, 4]);
    average.update([4, 0]);
    expect([...kept]).toEqual([2.5, 1]);
    expect([...average.value]).toEqual([2.5, 1]);
  });

  it("corrects a copy", () => {
    const kept = new Float64Array(2);
    const average = new ArrayMovingAverage(kept, { beta: 0.5, biasCorrection: true });
    expect([...average.value]).toEqual([0, 0]);
    average.update(Int32Array.of(2, 4));
    expect([...average.value]).toEqual([2, 4]);
    expect([...kept]).toEqual([1, 2]);
  });

  it("agrees with the average of each element", () => {
    const samples = [
      [1, -2],
      [0.3, 5],
      [7, 0.1],
    ];
    const average = new ArrayMovingAverage(new Float64Array(2), { beta: 0.9, biasCorrection: true });
    for (const sample of samples) average.update(sample);
    for (const i of [0, 1]) {
      const series = samples.map((sample) => sample[i]);
      expect(average.value[i]).toBe(movingAverages(series, 0.9, { biasCorrection: true })[2]);
    }
  });

  it("goes on from a saved state", () => {
    const average = new ArrayMovingAverage(new Float64Array(2), { biasCorrection: true });
    average.update([1, 2]);
    const resumed = new ArrayMovingAverage(new Float64Array(2), { biasCorrection: true });
    resumed.load(JSON.parse(JSON.stringify(average.state())));
    for (const each of [average, resumed]) each.update([3, 5]);
    expect(resumed.value).toEqual(average.value);
  });

  it("refuses arrays of another length", () => {
    const average = new ArrayMovingAverage(new Float64Array(2));
    expect(() => average.update([1])).toThrow("an array must have the average's 2 values, got 1");
  });
});

describe("movingAverages", () => {
  it("averages a series", () => {
    expect([...movingAverages([1, 2, 3], 0.5)]).toEqual([0.5, 1.25, 2.125]);
    expect([...movingAverages([1, 1, 1], 0.5, { biasCorrection: true })]).toEqual([1, 1, 1]);
    expect([...movingAverages([], 0.5)]).toEqual([]);
  });
});
