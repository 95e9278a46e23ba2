import { describe, expect, it } from "vitest";
import { linearAxis, placeOn, ratioAxis, valueOn } from "./figure-axis.ts";

describe("linearAxis", () => {
  it.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-3, 7, [-4, -2, 0, 2, 4, 6, 8]],
    [0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [7, 7, [6, 6.5, 7, 7.5, 8]],
  ])("has round marks around %f and %f", (low, high, marks) => {
    expect(linearAxis(low, high).marks).toEqual(marks);
  });

  it("ends where its values end, if it is to show a part", () => {
    const axis = linearAxis(0.13, 0.87, 5, true);
    expect([axis.from, axis.to]).toEqual([0.13, 0.87]);
    expect(axis.marks).toEqual([0.2, 0.4, 0.6, 0.8]);
  });

  it("tells near marks apart", () => {
    const { marks, show } = linearAxis(1000.001, 1000.002, 5, true);
    expect(new Set(marks.map(show)).size).toBe(marks.length);
  });

  it.each([
    [-1.7e308, 1.7e308],
    [1e-310, 3e-310],
    [1, 1 + 2e-16],
  ])("has finite marks from %f to %f", (low, high) => {
    const { marks } = linearAxis(low, high);
    expect(marks.length).toBeGreaterThan(1);
    expect(marks.length).toBeLessThan(20);
    expect(marks.every(Number.isFinite)).toBe(true);
  });
});

describe("ratioAxis", () => {
  it("has marks at powers of ten with small ones between", () => {
    const { marks, minor, show } = ratioAxis(1e-6, 1, 6, true);
    expect(marks.map(show)).toEqual(["1e-6", "1e-5", "1e-4", "0.001", "0.01", "0.1", "1"]);
    expect(minor).toContain(2e-6);
  });

  it("leaves decades out where there are many, and has 1, 2, 5 where there are few", () => {
    expect(ratioAxis(1e-300, 1e300, 6, true).marks).toEqual([1e-300, 1e-200, 1e-100, 1, 1e100, 1e200, 1e300]);
    expect(ratioAxis(1, 20, 6, true).marks).toEqual([1, 2, 5, 10, 20]);
    expect(ratioAxis(0.3, 0.5, 4, true).marks).toEqual([0.3, 0.35, 0.4, 0.45, 0.5]);
  });

  it("puts equal ratios at equal distances", () => {
    const axis = ratioAxis(1e-4, 1, 6, true);
    for (const [index, value] of [1e-4, 1e-2, 1].entries()) expect(placeOn(axis, value)).toBeCloseTo(index / 2, 12);
    expect(placeOn(axis, 0)).toBeNaN();
    expect(valueOn(axis, 0.25)).toBeCloseTo(1e-3, 12);
  });
});
