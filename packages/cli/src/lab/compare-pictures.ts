/** Pictures of a comparison on a surface: losses, the ways over contours and in space, and what rates do. */
import type { ContourFigure, Figure, Grid, LineFigure, Place, Series } from "../pictures/figure.ts";
import { type Ground, lowestOf, type Outcome } from "./compare-surface.ts";
import type { Tuned } from "./tune-surface.ts";
import type { Walk } from "./walk.ts";

/** Points of a curve, and of each side of a grid. */
const [curvePoints, gridPoints] = [500, 81];

/** The least that a logarithmic scale shows: below it rounding decides. */
const leastShown = 1e-30;

/** What a logarithmic scale shows of a loss: how far it lies above the lowest value. */
const above = (loss: number, lowest: number): number => Math.max(loss - lowest, leastShown);

const updatesShown = (steps: number): readonly number[] => {
  const every = Math.max(1, Math.ceil(steps / curvePoints));
  const updates = Array.from({ length: Math.floor(steps / every) + 1 }, (_, index) => index * every);
  return updates.at(-1) === steps ? updates : [...updates, steps];
};

const lossSeries = ({ name, walks }: Outcome, ground: Ground, shown: (loss: number) => number): Series => {
  const updates = updatesShown(ground.steps);
  const values = (update: number) => walks.map(({ losses }) => shown(losses[update] ?? Number.NaN));
  const sorted = updates.map((update) => values(update).sort((a, b) => a - b));
  const points = updates.map((update, index): Place => [update, sorted[index][(sorted[index].length - 1) >> 1]]);
  if (walks.length === 1) return { name, points };
  return { name, points, band: updates.map((update, index) => [update, sorted[index][0], sorted[index].at(-1) ?? 0]) };
};

/** The loss over the updates. */
export const lossFigure = (outcomes: readonly Outcome[], ground: Ground): LineFigure => {
  const { surface } = ground;
  const lowest = lowestOf(ground);
  const log = Number.isFinite(lowest);
  const shown = log ? (loss: number) => above(loss, lowest) : (loss: number) => loss;
  return {
    kind: "line",
    title: `Loss on ${surface.title}`,
    x: { label: "update" },
    y: { label: log && lowest !== 0 ? "loss above the lowest" : "loss", log },
    series: outcomes.map((outcome) => lossSeries(outcome, ground, shown)),
  };
};

const spread = (from: number, to: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));

/** The surface over the part of the plane it is known for, made wider where the walks began outside. */
const gridOf = ({ surface, start }: Ground): Grid => {
  const [x, y] = surface.range.map(([from, to], axis) =>
    spread(Math.min(from, start[axis]), Math.max(to, start[axis]), gridPoints),
  );
  const values = Float64Array.from({ length: x.length * y.length }, (_, index) =>
    surface.at([x[index % x.length], y[Math.floor(index / x.length)]]),
  );
  return { x, y, values };
};

/** The part of a path that the grid shows, and one point beyond where it leaves. */
const within = ({ path }: Walk, { x, y }: Grid): readonly Place[] => {
  const [left, right, low, high] = [x[0], x[x.length - 1], y[0], y[y.length - 1]];
  const leaves = path.findIndex(([px, py]) => !(px >= left && px <= right && py >= low && py <= high));
  return (leaves < 0 ? path : path.slice(0, leaves)).map(([px, py]): Place => [px, py]);
};

/** The ways over a surface of two numbers. */
export const pathFigures = (outcomes: readonly Outcome[], ground: Ground): readonly Figure[] => {
  const { surface, start } = ground;
  if (start.length !== 2) return [];
  const grid = gridOf(ground);
  const contour: ContourFigure = {
    kind: "contour",
    title: `Paths on ${surface.title}`,
    x: { label: "x" },
    y: { label: "y" },
    z: { label: "loss", log: Number.isFinite(surface.lowest) },
    grid,
    paths: outcomes.map(({ name, walks: [first] }) => ({ name, points: within(first, grid) })),
    points: [
      { name: "start", at: [start[0], start[1]] },
      ...surface.minima(2).map(([x, y]) => ({ name: "minimum", at: [x, y] as const })),
    ],
  };
  return [contour, { ...contour, kind: "surface", title: `${surface.title} in space` }];
};

/** What each rate that was tried came to. */
export const rateFigure = (tuned: readonly Tuned[], { surface }: Ground): LineFigure => ({
  kind: "line",
  title: `Final loss on ${surface.title} by learning rate`,
  x: { label: "learning rate", log: true },
  y: { label: surface.lowest === 0 ? "final loss" : "final loss above the lowest", log: true },
  series: tuned.map(({ name, tried }) => ({
    name,
    points: tried.map(({ rate, score }): Place => [rate, 10 ** score]),
  })),
});
