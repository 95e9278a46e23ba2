import { expect, it } from "vitest";
import { linear } from "./linear.ts";
import { scaled } from "./scaled.ts";

it("multiplies a schedule", () => {
  expect([0, 2, 4].map(scaled(0.5, linear({ initial: 8, total: 4 })))).toEqual([4, 2, 0]);
  expect(scaled(3, 2)(0)).toBe(6);
});
