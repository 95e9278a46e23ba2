import { expect, it } from "vitest";
import { multiStep } from "./multi-step.ts";

it("multiplies at each milestone", () => {
  const rate = multiStep({ initial: 1, milestones: [3, 5], factor: 0.5 });
  expect([0, 2, 3, 4, 5, 99].map(rate)).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
});

it("refuses milestones that do not increase", () => {
  expect(() => multiStep({ initial: 1, milestones: [5, 3] })).toThrow(
    "multiStep: milestones must be increasing whole numbers of steps ≥ 1, got [5,3]",
  );
  expect(() => multiStep({ initial: 1, milestones: [] })).toThrow("milestones must be a list with one item or more");
});
