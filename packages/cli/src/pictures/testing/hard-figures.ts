/** Figures that try to break a picture. */
import type { ContourFigure, Figure, LineFigure, Place } from "../figure.ts";
import {
  barFigure,
  count,
  grid,
  lossFigure,
  parallelFigure,
  rosenbrock,
  scatterFigure,
  surfaceFigure,
  valleyFigure,
} from "./figures.ts";

const line = (title: string, points: readonly Place[], log = false): LineFigure => ({
  kind: "line",
  title,
  x: { label: "x" },
  y: { label: "y", log },
  series: [{ name: "series", points }],
});

const flat = (value: number): ContourFigure => ({
  ...valleyFigure(5),
  title: `flat at ${value}`,
  grid: grid(5, [0, 1], [0, 1], () => value),
});

/** Names that are meant to end the script or the tag they stand in. */
export const wickedName = `</script><img src=x onerror="document.title='harmed'"> & "quotes" <b>`;

export const hardFigures: readonly Figure[] = [
  { ...lossFigure(0), title: "no series" },
  line("no points", []),
  line("one point", [[3, 5]]),
  line(
    "all NaN",
    count(9).map((x): Place => [x, Number.NaN]),
  ),
  line(
    "from 1e-300 to 1e300",
    count(13).map((x): Place => [x, 10 ** (-300 + 50 * x)]),
    true,
  ),
  line(
    "from 1e-300 to 1e300, linear",
    count(13).map((x): Place => [x, 10 ** (-300 + 50 * x)]),
  ),
  line("the greatest numbers", [
    [-1.7e308, -1.7e308],
    [1.7e308, 1.7e308],
  ]),
  line(
    "the least number",
    [
      [0, 5e-324],
      [1, 1e-320],
    ],
    true,
  ),
  line(
    "nothing above 0",
    [
      [0, 0],
      [1, -1],
    ],
    true,
  ),
  line("constant", [
    [0, 7],
    [1, 7],
  ]),
  line("nearly constant", [
    [0, 1],
    [1, 1 + 2e-16],
  ]),
  line(
    "gaps",
    count(30).map((x): Place => [x, x % 7 === 3 ? Number.NaN : x % 7 === 5 ? Number.POSITIVE_INFINITY : x * x]),
  ),
  lossFigure(20, 100),
  { ...lossFigure(3, 10), title: "A long title that says more than anybody wants to know. ".repeat(6) },
  {
    ...lossFigure(1, 10),
    title: wickedName,
    series: [
      {
        name: wickedName,
        points: [
          [0, 1],
          [1, 2],
        ],
      },
    ],
  },
  flat(0),
  flat(Number.NaN),
  flat(1e300),
  { ...flat(1), grid: { x: [], y: [], values: new Float64Array() } },
  {
    ...valleyFigure(20),
    title: "half of it missing",
    grid: grid(20, [-2, 2], [-1, 3], (x, y) => (x > 0 ? Number.POSITIVE_INFINITY : rosenbrock(x, y))),
  },
  { ...surfaceFigure(2), title: "four corners", paths: [], points: [] },
  {
    ...surfaceFigure(5),
    title: "no height",
    grid: { ...surfaceFigure(5).grid, values: new Float64Array(25).fill(Number.NaN) },
  },
  { ...parallelFigure, title: "no trials", rows: [] },
  { ...parallelFigure, title: "no axes", axes: [], rows: [] },
  { ...parallelFigure, title: "one axis", axes: [{ label: "loss" }], rows: [{ name: "a", values: [3] }] },
  { ...scatterFigure, title: "no groups", groups: [] },
  { ...scatterFigure, title: "all lost", groups: [{ name: "lost", points: [[0, Number.NaN]] }] },
  { ...barFigure, title: "no bars", bars: [] },
  {
    ...barFigure,
    title: "NaN, negative and huge",
    bars: [Number.NaN, -3, 1e9, Number.POSITIVE_INFINITY].map((value) => ({ name: `bar ${value}`, value })),
  },
  {
    ...barFigure,
    title: "ratios",
    y: { label: "loss", log: true },
    bars: [1e-9, 1, 0].map((value) => ({ name: `at ${value}`, value, low: value / 2, high: value * 3 })),
  },
];
