import { expect, it } from "vitest";
import { median } from "./median.ts";

it("is the middle one, or the mean of both in the middle", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});
