import { expect, it } from "vitest";
import { exponential } from "./exponential.ts";

it("decays by dᵗ", () => {
  const rate = exponential({ initial: 1e-3, decay: 0.999 });
  expect(rate(0)).toBe(1e-3);
  expect(rate(1)).toBeCloseTo(9.99e-4, 18);
  expect(rate(5000)).toBeCloseTo(1e-3 * Math.exp(5000 * Math.log(0.999)), 15);
});

it("takes `every` steps for one factor and stops at the floor", () => {
  const rate = exponential({ initial: 8, decay: 0.25, every: 2, floor: 1.5 });
  expect([0, 1, 2, 3, 4].map(rate)).toEqual([8, 4, 2, 1.5, 1.5]);
});

it("grows when the factor is above 1", () => {
  expect(exponential({ initial: 1e-7, decay: 10, every: 100 })(700)).toBeCloseTo(1, 12);
});

it("refuses a factor that is not positive", () => {
  expect(() => exponential({ initial: 1, decay: 0 })).toThrow("exponential: decay must be > 0, got 0");
  expect(() => exponential({ initial: -1, decay: 0.9 })).toThrow("exponential: initial must be ≥ 0, got -1");
});
