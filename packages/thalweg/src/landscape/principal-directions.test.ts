import { expect, it } from "vitest";
import { Generator } from "../random/index.ts";
import { dot, moved } from "./directions.ts";
import { principalDirections } from "./principal-directions.ts";
import { projectPath } from "./project-path.ts";
import { randomDirections } from "./random-directions.ts";

const at = (...values: readonly number[]) => ({
  a: { shape: [2], values: Float64Array.from(values.slice(0, 2)) },
  b: { shape: [1], values: Float64Array.from(values.slice(2, 3)) },
});

it("finds the axes in which a path moves, and how much of it each explains", () => {
  const path = [at(5, 1, 2), at(4, 1, 1), at(2, 1, -1), at(1, 1, 0.5), at(1, 1, 0)];
  // Differences from the end: (4, 2), (3, 1), (1, −1), (0, ½) in a₀ and b.
  const [xx, xy, yy] = [16 + 9 + 1, 8 + 3 - 1, 4 + 1 + 1 + 0.25];
  const [middle, spread] = [(xx + yy) / 2, Math.hypot((xx - yy) / 2, xy)];
  const { directions, shares } = principalDirections(path);
  expect(shares[0]).toBeCloseTo((middle + spread) / (xx + yy), 12);
  expect(shares[0] + shares[1]).toBeCloseTo(1, 12);
  expect(dot(directions[0], directions[0])).toBeCloseTo(1, 12);
  expect(dot(directions[0], directions[1])).toBeCloseTo(0, 12);
  const angle = Math.atan2(directions[0].b.values[0], directions[0].a.values[0]);
  expect(Math.tan(2 * angle)).toBeCloseTo((2 * xy) / (xx - yy), 10);
  const places = projectPath(path, path[4], directions);
  expect(places[4]).toEqual([0, 0]);
  places.forEach(([x, y], index) => {
    const found = moved(path[4], directions, [x, y]);
    for (const name of ["a", "b"] as const) {
      found[name].values.forEach((value, place) => {
        expect(value).toBeCloseTo(path[index][name].values[place], 12);
      });
    }
  });
});

it("looks at the arrays asked for alone", () => {
  const path = [at(1, 0, 7), at(0, 2, 9), at(0, 0, 0)];
  const { directions } = principalDirections(path, { only: (name) => name === "a" });
  expect(directions.map(Object.keys)).toEqual([["a"], ["a"]]);
  expect(Array.from(directions[0].a.values, Math.abs)).toEqual([0, 1]);
});

it("projects onto directions that are not at right angles", () => {
  const values = new Generator(5).fillNormal(new Float64Array(40));
  const centre = { w: { shape: [8, 5], values } };
  const directions = randomDirections(centre, { seed: 9 });
  const [[x, y]] = projectPath([moved(centre, directions, [0.3, -2])], centre, directions);
  expect(x).toBeCloseTo(0.3, 12);
  expect(y).toBeCloseTo(-2, 12);
});

it("refuses paths that are too short, do not move or are of other models", () => {
  expect(() => principalDirections([at(0, 0, 0), at(1, 0, 0)])).toThrow(
    "principalDirections: a path must have at least 3 places for 2 directions, got 2",
  );
  expect(() => principalDirections([at(3, 0, 0), at(2, 0, 0), at(0, 0, 0)])).toThrow(
    "the path must move in 2 directions, but it moves in 1",
  );
  const other = { a: { shape: [1], values: Float64Array.of(1) }, b: at(0, 0, 0).b };
  expect(() => projectPath([other], at(0, 0, 0), [at(1, 0, 0)])).toThrow(
    "path: all weights must be of one model, but a has 1 numbers beside 2",
  );
});
