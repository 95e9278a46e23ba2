import fc from "fast-check";
import { expect, it } from "vitest";
import { cosine } from "./cosine.ts";

it("passes the middle at half time and ends on the floor exactly", () => {
  const rate = cosine({ peak: 0.1, floor: 0.02, total: 100 });
  expect(rate(0)).toBe(0.1);
  expect(rate(50)).toBeCloseTo(0.06, 15);
  expect([100, 101, 1e6].map(rate)).toEqual([0.02, 0.02, 0.02]);
});

it("has passed a quarter of the height at a third of the time", () => {
  expect(cosine({ peak: 4, total: 3 })(1)).toBeCloseTo(3, 15);
});

it("rises again when it is periodic", () => {
  const rate = cosine({ peak: 1, total: 10, periodic: true });
  expect(rate(15)).toBeCloseTo(0.5, 15);
  expect(rate(20)).toBeCloseTo(1, 15);
});

it("falls sooner by a power above 1, and ends on the floor all the same", () => {
  const rate = cosine({ peak: 5, floor: 1, total: 3, power: 2 });
  [5, 1 + 4 * 0.75 ** 2, 1 + 4 * 0.25 ** 2, 1, 1].forEach((value, t) => {
    expect(rate(t)).toBeCloseTo(value, 14);
  });
  expect(cosine({ peak: 1, total: 4, periodic: true, power: 0.5 })(6)).toBeCloseTo(Math.SQRT1_2, 14);
});

it("never rises and stays between floor and peak", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 200 }), (floor, total) => {
      const rate = cosine({ peak: 1, floor, total });
      for (let t = 0; t < total + 3; t++) {
        expect(rate(t + 1)).toBeLessThanOrEqual(rate(t));
        expect(rate(t)).toBeGreaterThanOrEqual(floor);
      }
    }),
    { numRuns: 20 },
  );
});

it("refuses a floor above the peak", () => {
  expect(() => cosine({ peak: 0.1, floor: 0.2, total: 9 })).toThrow("cosine: floor must be ≤ peak (0.1), got 0.2");
});
