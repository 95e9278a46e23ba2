import { expect, it } from "vitest";
import { svgOf } from "../../packages/cli/src/pictures/svg-picture.ts";
import { faultNamed } from "./case.ts";
import { type Course, figureOf } from "./pictures.ts";

const course = (losses: readonly number[], validation = losses[3]): Course => ({
  losses,
  validation: [
    [2, losses[1]],
    [4, validation],
  ],
});

const fault = faultNamed("inputs-not-normalized");

it("shows both runs, and where the finding was made", () => {
  const figure = figureOf(fault, "blobs", { ...course([9, 8, 7, 6]), found: 3 }, course([2, 1, 1, 1]));
  expect(figure).toMatchObject({ kind: "line", y: { log: true }, marks: [{ x: 3, text: "found" }] });
  const series = figure.kind === "line" ? figure.series : [];
  expect(series.map(({ name }) => name)).toEqual(["fault", "fixed"]);
  series[0].points.forEach(([x, y], index) => {
    expect(x).toBe(index + 1);
    expect(y).toBeCloseTo(9 - index, 10);
  });
  expect(svgOf(figure)).toContain("inputs-not-normalized: blobs with the fault, and after the fix");
});

it("shows validation where it departs from training", () => {
  const figure = figureOf(fault, "blobs", course([9, 8, 7, 6], 12), course([2, 1, 1, 1]));
  expect(figure).toMatchObject({
    series: [
      {},
      {},
      {
        name: "fault, validation",
        points: [
          [2, 8],
          [4, 12],
        ],
        dashed: true,
      },
      {
        name: "fixed, validation",
        points: [
          [2, 1],
          [4, 1],
        ],
        dashed: true,
      },
    ],
  });
});

it("smooths over a twentieth of the run, and draws ratios only where they tell", () => {
  const losses = Array.from({ length: 80 }, (_, index) => (index % 4) + 1);
  const figure = figureOf(fault, "blobs", course(losses), course(losses));
  expect(figure).toMatchObject({ y: { log: false } });
  expect(figure.kind === "line" && figure.series[0].points[40][1]).toBe(2.5);
});
