import { planar } from "../planar.ts";
import type { Surface } from "../surface.ts";

/** A saddle: f(x, y) = x² − y². Its slope is zero at the origin, from where it falls along y without end. */
export const saddle: Surface = planar({
  name: "saddle",
  title: "saddle",
  formula: "x² − y²",
  fn: (x, y) => x.square().sub(y.square()),
  at: (x, y) => x * x - y * y,
  gradient: (x, y) => [2 * x, -2 * y],
  hessian: () => [2, 0, -2],
  minima: [],
  lowest: Number.NEGATIVE_INFINITY,
  range: [
    [-1.5, 1.5],
    [-1.5, 1.5],
  ],
  start: [0.01, 0.01],
  convex: "it falls without end along y",
  source: "the simplest saddle",
});
