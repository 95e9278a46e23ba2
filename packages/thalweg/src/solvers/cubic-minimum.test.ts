import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cubicMinimum } from "./cubic-minimum.ts";

const sampleOf = (phi: (x: number) => number, slope: (x: number) => number) => (at: number) => ({
  at,
  value: phi(at),
  slope: slope(at),
});

describe("cubicMinimum", () => {
  it("finds the minimum of cubics and parabolas, in either order", () => {
    const cubic = sampleOf(
      (x) => x ** 3 - 3 * x,
      (x) => 3 * x ** 2 - 3,
    );
    expect(cubicMinimum(cubic(0), cubic(3))).toBeCloseTo(1, 14);
    expect(cubicMinimum(cubic(3), cubic(0))).toBe(cubicMinimum(cubic(0), cubic(3)));
    const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
    const widths = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(coordinate, widths, widths, (minimum, left, right) => {
        const parabola = sampleOf(
          (x) => 2 * (x - minimum) ** 2,
          (x) => 4 * (x - minimum),
        );
        expect(cubicMinimum(parabola(minimum - left), parabola(minimum + right))).toBeCloseTo(minimum, 9);
      }),
    );
  });

  it("stays within bounds", () => {
    const parabola = sampleOf(
      (x) => (x - 5) ** 2,
      (x) => 2 * (x - 5),
    );
    expect(cubicMinimum(parabola(0), parabola(1))).toBe(1);
    expect(cubicMinimum(parabola(0), parabola(1), 1.01, 10)).toBeCloseTo(5, 14);
    expect(cubicMinimum(parabola(0), parabola(1), 1.01, 4)).toBe(4);
    expect(cubicMinimum(parabola(0), parabola(1), 6, 10)).toBe(6);
  });

  it("takes the middle where there is no minimum, or no number", () => {
    const start = { at: 0, value: 0, slope: -1 };
    expect(cubicMinimum(start, { at: 2, value: -2, slope: -1 })).toBe(1);
    expect(cubicMinimum(start, { at: 2, value: Number.POSITIVE_INFINITY, slope: Number.NaN })).toBe(1);
    expect(cubicMinimum(start, { at: 2, value: Number.POSITIVE_INFINITY, slope: 3 })).toBe(1);
  });
});
