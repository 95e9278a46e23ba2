import { describe, expect, it } from "vitest";
import { normalBelow, normalQuantile } from "./normal.ts";

describe("normalQuantile", () => {
  // scipy.special.ndtri (Cephes), SciPy 1.17.
  it.each([
    [0.5, 0],
    [0.6, 0.2533471031357997],
    [0.925, 1.4395314709384563],
    [0.93, 1.475791028179171],
    [0.975, 1.959963984540054],
    [0.01, -2.3263478740408408],
    [1e-5, -4.264890793922825],
    [1e-10, -6.361340902404056],
    [1e-12, -7.034483825301131],
    [1e-20, -9.262340089798409],
    [1e-100, -21.273453560965322],
    [1e-300, -37.0470962993612],
    [1 - 1e-10, 6.361340889697422],
  ])("of %d is %d", (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(z)));
  });

  it("reaches the infinities at 0 and 1 and is undefined outside", () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.5)).toBeNaN();
    expect(normalQuantile(-0.1)).toBeNaN();
  });

  it("is odd about one half and never falls", () => {
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 1; i < 4096; i++) {
      const z = normalQuantile(i / 4096);
      expect(z).toBe(-normalQuantile(1 - i / 4096) + 0);
      expect(z).toBeGreaterThan(last);
      last = z;
    }
  });
});

describe("normalBelow", () => {
  // scipy.special.ndtr, SciPy 1.17.
  it.each([
    [-8, 6.22096057427174e-16],
    [-3, 0.0013498980316300933],
    [-2, 0.022750131948179195],
    [0, 0.5],
    [1, 0.8413447460685429],
    [2, 0.9772498680518208],
  ])("of %d is %d", (x, p) => {
    // The last bit of a quantile near −8 is 64 times as much of its probability.
    expect(Math.abs(normalBelow(x) / p - 1)).toBeLessThan(2e-14);
  });
});
