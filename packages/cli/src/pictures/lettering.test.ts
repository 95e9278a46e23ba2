import { expect, it } from "vitest";
import { fitted, inLines, showApart, showValue, widthOf } from "./lettering.ts";

it("breaks words into lines that fit, and long words with an ellipsis", () => {
  const lines = inLines("the loss of each optimizer at its best rate", 120);
  expect(lines.join(" ")).toBe("the loss of each optimizer at its best rate");
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(120);
  expect(inLines("word ".repeat(100), 100, 12, 2).at(-1)).toMatch(/…$/);
  expect(widthOf(fitted("x".repeat(100), 80))).toBeLessThanOrEqual(80);
  expect(fitted("short", 80)).toBe("short");
});

it("shows values in few digits, and as many as tell them apart", () => {
  expect([0, 0.0123456, 25_000, 3e-21, 1e9, Number.NaN].map((value) => showValue(value))).toEqual([
    "0",
    "0.01235",
    "25,000",
    "3e-21",
    "1e9",
    "not a number",
  ]);
  expect(showApart([2.31, 2.32, 2.4])).toEqual(["2.31", "2.32", "2.4"]);
  expect(showApart([1, 1, 2])).toEqual(["1", "1", "2"]);
});
