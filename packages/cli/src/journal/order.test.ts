import { expect, it } from "vitest";
import { isLargeBest, sortedBy } from "./order.ts";

const sorted = (name: string, values: readonly (number | string | undefined)[], reverse?: boolean) =>
  sortedBy(values, name, (value) => value, reverse);

it("has the best first, and what is missing last", () => {
  expect(sorted("testAccuracy", [0.2, undefined, 0.9, Number.NaN, 0.5])).toEqual([
    0.9,
    0.5,
    0.2,
    Number.NaN,
    undefined,
  ]);
  expect(sorted("testLoss", [0.2, undefined, 0.9, 0.5])).toEqual([0.2, 0.5, 0.9, undefined]);
  expect(sorted("testLoss", [0.2, undefined, 0.9, 0.5], true)).toEqual([0.9, 0.5, 0.2, undefined]);
  expect(sorted("optimizer", ["sgd", "adam", 3])).toEqual([3, "adam", "sgd"]);
  expect(sorted("started", ["2026-01-01", "2026-02-01"])).toEqual(["2026-02-01", "2026-01-01"]);
});

it("knows of which scores more is better", () => {
  expect(["testAccuracy", "classAccuracy.Bag", "results.trainF1", "testR2", "started"].every(isLargeBest)).toBe(true);
  expect(["testLoss", "seconds", "testRmse", "learningRate", "validationPerplexity"].some(isLargeBest)).toBe(false);
});
