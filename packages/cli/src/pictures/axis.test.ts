import { describe, expect, it } from "vitest";
import { logarithmicAxis, shareOn, showMark, stepAxis, valueAxis } from "./axis.ts";

describe("valueAxis", () => {
  it.each([
    [0, 1e-3, [0, 2e-4, 4e-4, 6e-4, 8e-4, 1e-3]],
    [0.85, 0.95, [0.84, 0.86, 0.88, 0.9, 0.92, 0.94, 0.96]],
    [0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.3, 0.3, [0, 0.1, 0.2, 0.3]],
    [0, 7, [0, 2, 4, 6, 8]],
  ])("has round marks from %f to %f", (low, high, marks) => {
    const axis = valueAxis(low, high);
    expect(axis.marks).toEqual(marks);
    expect([axis.from, axis.to]).toEqual([marks[0], marks[marks.length - 1]]);
  });
});

describe("logarithmicAxis", () => {
  it("goes from decade to decade, down to a millionth of the highest value", () => {
    const { marks } = logarithmicAxis(Float64Array.of(0, 1e-3, 5e-2, 1e-9));
    expect(marks).toEqual([1e-3, 1e-2, 1e-1]);
    expect(logarithmicAxis(Float64Array.of(0.5, 0.5)).marks).toEqual([0.1, 1]);
    expect(logarithmicAxis(Float64Array.of(0, 0)).to).toBe(1);
  });

  it("puts equal ratios at equal distances and zeros at the lower end", () => {
    const axis = logarithmicAxis(Float64Array.of(1e-4, 1));
    expect([1e-4, 1e-2, 1, 0].map((value) => shareOn(axis, value))).toEqual([0, 0.5, 1, 0]);
  });
});

it("has whole steps, the last at the end", () => {
  expect(stepAxis(1000).marks).toHaveLength(11);
  expect(stepAxis(3).marks).toEqual([0, 1, 2, 3]);
  expect(stepAxis(46_900).show(40_000)).toBe("40,000");
  expect(stepAxis(1e9).marks.map(stepAxis(1e9).show).slice(-2)).toEqual(["900M", "1B"]);
  expect(stepAxis(3e7).show(12_500_000)).toBe("12.5M");
});

it("shows marks in at most three digits", () => {
  expect([0, 2.5e-4, 0.001, 1e-3 / 3, 120].map(showMark)).toEqual(["0", "2.5e-4", "0.001", "3.33e-4", "120"]);
});
