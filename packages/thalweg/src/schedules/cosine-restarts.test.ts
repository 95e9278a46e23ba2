import { expect, it } from "vitest";
import { cosineRestarts } from "./cosine-restarts.ts";

it("returns to the peak at every restart", () => {
  const rate = cosineRestarts({ peak: 0.1, period: 10 });
  for (const t of [0, 10, 20, 1000]) expect(rate(t)).toBe(0.1);
  for (const t of [5, 15, 1005]) expect(rate(t)).toBeCloseTo(0.05, 15);
});

it("grows its periods: restarts at T₀(gⁱ − 1)/(g − 1)", () => {
  const rate = cosineRestarts({ peak: 1, period: 10, growth: 3 });
  for (const t of [0, 10, 40, 130, 400]) expect(rate(t)).toBe(1);
  for (const t of [5, 25, 85]) expect(rate(t)).toBeCloseTo(0.5, 15);
});

it("starts each period lower when it shrinks", () => {
  const rate = cosineRestarts({ peak: 9, floor: 1, period: 4, shrink: 0.5 });
  expect([0, 4, 8, 12].map(rate)).toEqual([9, 5, 3, 2]);
});

it("refuses periods that become shorter", () => {
  expect(() => cosineRestarts({ peak: 1, period: 4, growth: 0.5 })).toThrow("growth must be ≥ 1, got 0.5");
});
