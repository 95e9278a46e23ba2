import { expect, it } from "vitest";
import { oneCycle } from "./one-cycle.ts";

it("goes from peak/25 to the peak at 30 % and to a ten-thousandth of the start", () => {
  const rate = oneCycle({ peak: 1, total: 100 });
  expect(rate(0)).toBeCloseTo(0.04, 15);
  expect(rate(15)).toBeCloseTo(0.52, 15);
  expect(rate(30)).toBe(1);
  expect(rate(65)).toBeCloseTo(0.5 * (1 + 4e-6), 15);
  expect(rate(100)).toBe(4e-6);
  expect(rate(1000)).toBe(4e-6);
});

it("returns to its start before the last fall when it has three phases", () => {
  const rate = oneCycle({ initial: 1, peak: 5, final: 0, total: 10, rise: 0.4, fall: 0.8, anneal: "linear" });
  expect([0, 2, 4, 6, 8, 9, 10, 11].map(rate)).toEqual([1, 3, 5, 3, 1, 0.5, 0, 0]);
});

it("refuses an order of phases that cannot be", () => {
  expect(() => oneCycle({ peak: 1, total: 10, rise: 0.5, fall: 0.4 })).toThrow("rise must be ≤ fall, got 0.5 and 0.4");
  expect(() => oneCycle({ peak: 1, total: 10, rise: 1.5 })).toThrow("oneCycle: rise must be in [0, 1], got 1.5");
});
