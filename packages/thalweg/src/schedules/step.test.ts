import { expect, it } from "vitest";
import { step } from "./step.ts";

it("multiplies by 0.1 every k steps", () => {
  const rate = step({ initial: 0.1, every: 30 });
  expect([0, 29].map(rate)).toEqual([0.1, 0.1]);
  expect(rate(30)).toBeCloseTo(0.01, 15);
  expect(rate(89)).toBeCloseTo(0.001, 15);
});

it("multiplies by another factor", () => {
  expect(step({ initial: 8, factor: 0.5, every: 2 })(7)).toBe(1);
});

it("refuses steps that are no whole number ≥ 1", () => {
  expect(() => step({ initial: 1, every: 0 })).toThrow("step: every must be a whole number of steps ≥ 1, got 0");
  expect(() => step({ initial: 1, every: 2.5 })).toThrow("step: every must be a whole number of steps ≥ 1, got 2.5");
  expect(() => step({ initial: 1, every: 1, factor: 0 })).toThrow("step: factor must be > 0, got 0");
});
