import { expect, it } from "vitest";
import { linearAxis, ratioAxis } from "../figure-axis.ts";
import { moved, zoomed } from "./zoom.ts";

it("shows half of an axis around a place that stays", () => {
  expect(zoomed(linearAxis(0, 100, 5, true), 0.25, 0.5)).toEqual([12.5, 62.5]);
  const [from, to] = zoomed(ratioAxis(1e-4, 1, 5, true), 0.5, 0.5);
  expect(from).toBeCloseTo(1e-3, 12);
  expect(to).toBeCloseTo(0.1, 12);
});

it("moves an axis by a share of it", () => {
  expect(moved(linearAxis(0, 100, 5, true), 0.25)).toEqual([25, 125]);
});

it("stops where numbers are too coarse, or end", () => {
  expect(zoomed(linearAxis(1, 1 + 1e-7, 5, true), 0.5, 0.01)).toEqual([1, 1 + 1e-7]);
  expect(zoomed(ratioAxis(1e-200, 1e200, 5, true), 0.5, 10)).toEqual([1e-200, 1e200]);
});
