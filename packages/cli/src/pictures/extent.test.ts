import { expect, it } from "vitest";
import { extentNotes, extentOf } from "./extent.ts";

it("goes from the lowest to the highest finite value", () => {
  expect(extentOf([3, Number.NaN, -1, Number.POSITIVE_INFINITY], false)).toEqual({ range: [-1, 3], unplaced: 0 });
  expect(extentOf([Number.NaN], false)).toBeUndefined();
});

it("counts what ratios cannot show, and says so", () => {
  const extent = extentOf([0, 1, 10, -3], true);
  expect(extent).toEqual({ range: [1, 10], unplaced: 2 });
  expect(extent && extentNotes("loss", extent, String)).toEqual([
    "2 values are 0 or less and not on the logarithmic scale of loss",
  ]);
});

it("lets a few values of a run that diverges leave the picture, but not many", () => {
  const usual = Array.from({ length: 100 }, (_, index) => 1 + index / 100);
  expect(extentOf([...usual, 1e200], true)).toMatchObject({ beyond: 1e200 });
  expect(extentOf([...usual, 1e200], true)?.range[1]).toBeLessThan(1e4);
  expect(extentOf([...usual, 50], false)).toEqual({ range: [1, 50], unplaced: 0 });
  expect(extentOf([1e-300, 1, 1e300], true)).toEqual({ range: [1e-300, 1e300], unplaced: 0 });
});
