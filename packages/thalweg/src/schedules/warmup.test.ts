import { expect, it } from "vitest";
import { exponential } from "./exponential.ts";
import { warmup } from "./warmup.ts";

it("leads in a line to the start of any schedule, which then runs from its step 0", () => {
  const rate = warmup(4, exponential({ initial: 8, decay: 0.5 }));
  expect([0, 1, 2, 4, 5, 7].map(rate)).toEqual([0, 2, 4, 8, 4, 1]);
});

it("starts from a given value", () => {
  expect([0, 1, 2, 9].map(warmup(2, 3, { from: 1 }))).toEqual([1, 2, 3, 3]);
});

it("takes any function of the step", () => {
  expect([0, 2, 5].map(warmup(2, (t) => 10 - t))).toEqual([0, 10, 7]);
});

it("of no steps changes nothing", () => {
  expect(warmup(0, 0.5)(0)).toBe(0.5);
});
