import { expect, it } from "vitest";
import { inverseTime } from "./inverse-time.ts";

it("is η₀/(1 + kt)", () => {
  const rate = inverseTime({ initial: 12, decay: 0.5 });
  expect([0, 2, 4, 10].map(rate)).toEqual([12, 6, 4, 2]);
});

it("counts time in stairs", () => {
  const rate = inverseTime({ initial: 12, decay: 1, every: 10, staircase: true });
  expect([9, 10, 19, 20].map(rate)).toEqual([12, 6, 6, 4]);
  expect(inverseTime({ initial: 12, decay: 1, every: 10 })(5)).toBe(8);
});
