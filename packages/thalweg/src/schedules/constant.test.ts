import { expect, it } from "vitest";
import { constant } from "./constant.ts";

it("has the same value at every step", () => {
  for (const step of [0, 1, 1e6]) expect(constant(1e-3)(step)).toBe(1e-3);
});

it("refuses a negative or undefined value", () => {
  expect(() => constant(-1)).toThrow("constant: value must be ≥ 0, got -1");
  expect(() => constant(Number.NaN)).toThrow("constant: value must be ≥ 0, got NaN");
});
