import { describe, expect, it } from "vitest";
import { holm, incompleteBeta, sampleOf, welch } from "./significance.ts";

// mpmath 1.3 with 30 digits.
describe("incompleteBeta", () => {
  it.each([
    [0.3, 0.5, 5, 0.9347377538310918],
    [0.4, 2, 3, 0.5248],
    [0.5, 40, 60, 0.9780623532064924],
  ])("at %d of (%d, %d)", (x, a, b, value) => {
    expect(incompleteBeta(x, a, b) / value).toBeCloseTo(1, 12);
  });

  it("goes from 0 to 1", () => expect([0, 1].map((x) => incompleteBeta(x, 2, 3))).toEqual([0, 1]));
});

describe("welch", () => {
  const test = (a: readonly number[], b: readonly number[]) => welch(sampleOf(a), sampleOf(b));

  it("compares samples as large as one another", () => {
    const first = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4];
    const second = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 25.2];
    const { t, degrees, p } = test(first, second);
    expect(t).toBeCloseTo(-2.894164455055405, 12);
    expect(degrees).toBeCloseTo(27.91724056273938, 10);
    expect(p).toBeCloseTo(0.007297955930127727, 13);
  });

  it("compares samples of other sizes", () => {
    const { t, degrees, p } = test([0.81, 0.82, 0.8], [0.9, 0.89, 0.91, 0.9, 0.905]);
    expect(t).toBeCloseTo(-13.66709455898402, 8);
    expect(degrees).toBeCloseTo(3.355114040495045, 8);
    expect(p / 0.0004657912883700084).toBeCloseTo(1, 8);
  });

  it("knows samples without spread, and too small ones", () => {
    expect(test([1, 1], [1, 1]).p).toBe(1);
    expect(test([1, 1], [2, 2])).toEqual({ t: Number.NEGATIVE_INFINITY, degrees: Number.POSITIVE_INFINITY, p: 0 });
    expect(test([1], [2, 3]).p).toBeNaN();
  });
});

describe("holm", () => {
  it("multiplies the least by the number of tests, the next by one less, and never falls", () => {
    const corrected = holm([0.01, 0.04, 0.03, 0.005]);
    for (const [index, value] of [0.03, 0.06, 0.06, 0.02].entries()) expect(corrected[index]).toBeCloseTo(value, 12);
    expect(holm([0.6, 0.7])).toEqual([1, 1]);
    expect(holm([Number.NaN, 0.01])).toEqual([Number.NaN, 0.01]);
  });
});
