import type { Surface } from "thalweg/problems";
import type { ContourFigure, Grid, LineFigure, Place } from "../pictures/figure.ts";
import type { Section } from "../pictures/report-page.ts";
import { showRate } from "../report/numbers.ts";
import type { Escape } from "./saddle-escape.ts";

/** An optimizer, and how it left the saddle. */
export interface Escaping extends Escape {
  readonly name: string;
  readonly learningRate?: number;
}

const [gridPoints, pathPoints] = [61, 500];

/** The square around the saddle that is four times as wide as the start is far. */
const closeBy = (surface: Surface, start: ArrayLike<number>): Surface["range"] => {
  const far = 4 * Math.max(Math.abs(start[0]), Math.abs(start[1]));
  return far === 0
    ? surface.range
    : [
        [-far, far],
        [-far, far],
      ];
};

const gridOn = (at: Surface["at"], range: Surface["range"]): Grid => {
  const [x, y] = range.map(([from, to]) =>
    Array.from({ length: gridPoints }, (_, index) => from + ((to - from) * index) / (gridPoints - 1)),
  );
  const values = Float64Array.from({ length: gridPoints ** 2 }, (_, index) =>
    at([x[index % gridPoints], y[Math.floor(index / gridPoints)]]),
  );
  return { x, y, values };
};

/** A path until it leaves the square. */
const within = (path: Escape["path"], range: Surface["range"]): readonly Place[] => {
  const leaves = path.findIndex((point) =>
    range.some(([low, high], axis) => !(point[axis] >= low && point[axis] <= high)),
  );
  return thinned(leaves < 0 ? path : path.slice(0, leaves)).map(([x, y]): Place => [x, y]);
};

/** Every so many points of a path, and its last. */
const thinned = <T>(points: readonly T[]): readonly T[] => {
  const every = Math.ceil(points.length / pathPoints);
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
};

const contours = (surface: Surface, escapes: readonly Escaping[], start: ArrayLike<number>): ContourFigure => {
  const range = closeBy(surface, start);
  return {
    kind: "contour",
    title: `The first steps off the saddle ${surface.formula}`,
    x: { label: "x" },
    y: { label: "y" },
    z: { label: "height" },
    grid: gridOn(surface.at, range),
    paths: escapes.map(({ name, path }) => ({ name, points: within(path, range) })),
    points: [
      { name: "start", at: [start[0], start[1]] },
      { name: "saddle", at: [0, 0] },
    ],
  };
};

const distances = (escapes: readonly Escaping[]): LineFigure => ({
  kind: "line",
  title: "Distance from the saddle, along the way down",
  x: { label: "update" },
  y: { label: "|y|", log: true },
  series: escapes.map(({ name, path }) => ({
    name,
    points: thinned(path.map(([, y], update): Place => [update, Math.abs(y)])),
  })),
});

const outcomeText = ({ steps, divergedAt }: Escape, most: number): string => {
  if (steps !== undefined) return String(steps);
  return divergedAt === undefined ? `not within ${most}` : `diverged at update ${divergedAt}`;
};

/** The parts of a report on optimizers at a saddle. */
export const escapeSections = (
  surface: Surface,
  escapes: readonly Escaping[],
  { start, most }: { readonly start: ArrayLike<number>; readonly most: number },
): readonly Section[] => [
  {
    heading: `The saddle ${surface.formula}, from (${Array.from(start).join(", ")})`,
    text:
      "At (0, 0) the slope is zero, and close by it is small: plain gradient descent lingers. Momentum adds up the small " +
      "steps, and Adam takes steps of full length however small the slope is.",
    figure: contours(surface, escapes, start),
    table: {
      head: ["optimizer", "rate", "updates until |y| > 1"],
      rows: escapes.map(({ name, learningRate, ...outcome }) => [
        name,
        learningRate === undefined ? "its own" : showRate(learningRate),
        outcomeText(outcome, most),
      ]),
    },
  },
  { heading: "Distance from the saddle, along the way down", figure: distances(escapes) },
];
