import { expect, it } from "vitest";
import { polynomial } from "./polynomial.ts";

it("falls with a power of the time left", () => {
  const rate = polynomial({ initial: 5, final: 1, total: 4, power: 2 });
  expect([0, 1, 2, 3, 4, 9].map(rate)).toEqual([5, 3.25, 2, 1.25, 1, 1]);
});

it("starts longer and longer cycles", () => {
  const rate = polynomial({ initial: 8, total: 4, cycle: true });
  expect([0, 4, 5, 8, 9, 12].map(rate)).toEqual([8, 0, 3, 0, 2, 0]);
});
