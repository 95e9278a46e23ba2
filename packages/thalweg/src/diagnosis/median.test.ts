import { expect, it } from "vitest";
import { medianOf } from "./median.ts";

it("is the number in the middle, or between the two there, whatever their order", () => {
  expect(medianOf([9, 1, 5])).toBe(5);
  expect(medianOf([8, 1, 2, 100])).toBe(5);
  expect(medianOf([7])).toBe(7);
  expect(medianOf([])).toBeNaN();
});
