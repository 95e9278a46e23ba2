import { expect, it } from "vitest";
import { heightsOf, levelsOf, positionIn, shareAt, valueIn } from "./levels.ts";

const places = Array.from({ length: 41 }, (_, index) => -2 + index / 10);
const bowl = {
  x: places,
  y: places,
  values: Float64Array.from(places.flatMap((y) => places.map((x) => x * x + y * y))),
};

it("has contours of a bowl that are circles of the right size", () => {
  const heights = heightsOf(bowl, false);
  if (heights === undefined) throw new Error("the bowl has heights");
  for (const { share, rings } of levelsOf(bowl, heights)) {
    const value = heights.valueAt(share);
    if (value >= 4) continue;
    for (const [column, row] of rings.flat()) {
      const [x, y] = [valueIn(places, column), valueIn(places, row)];
      const isInside = Math.max(Math.abs(x), Math.abs(y)) < 1.99;
      if (isInside) expect(Math.hypot(x, y)).toBeCloseTo(Math.sqrt(value), 1);
    }
  }
});

it("has levels of equal ratios above the lowest value", () => {
  const heights = heightsOf(bowl, true);
  if (heights === undefined) throw new Error("the bowl has heights");
  const [a, b, c] = [0.5, 0.75, 1].map(heights.valueAt);
  expect(b / a).toBeCloseTo(c / b, 10);
  expect(c).toBeCloseTo(8, 12);
  expect(heights.valueAt(0)).toBe(0);
});

it("reads heights between the places of the grid", () => {
  expect(shareAt(bowl, { shares: bowl.values }, 0.5, -1)).toBeCloseTo(1.25, 12);
  expect(shareAt(bowl, { shares: bowl.values }, 3, 0)).toBeNaN();
  expect(positionIn([3, 2, 1], 1.5)).toBe(1.5);
  expect(positionIn([0, 10, 100], 55)).toBe(1.5);
});

it("knows grids without heights", () => {
  const values = new Float64Array(bowl.values.length).fill(Number.NaN);
  expect(heightsOf({ ...bowl, values }, true)).toBeUndefined();
});
