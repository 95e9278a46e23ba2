import { expect, it } from "vitest";
import { staircase } from "./staircase.ts";

it("falls at the end of each stair", () => {
  const rate = staircase({ initial: 8, decay: 0.5, every: 3 });
  expect([0, 2, 3, 5, 6, 9].map(rate)).toEqual([8, 8, 4, 4, 2, 1]);
});

it("stops at the floor", () => {
  expect(staircase({ initial: 8, decay: 0.5, every: 3, floor: 3 })(6)).toBe(3);
});
