import { planar } from "../planar.ts";
import type { Surface } from "../surface.ts";

/**
 * A ravine 50 times as steep across as along: f(x, y) = x² + 50y². Gradient descent is stable below η = 0.02; near it,
 * y changes its sign with every step.
 */
export const ravine: Surface = planar({
  name: "ravine",
  title: "ravine",
  formula: "x² + 50y²",
  fn: (x, y) => x.square().add(y.square().mul(50)),
  at: (x, y) => x * x + 50 * y * y,
  gradient: (x, y) => [2 * x, 100 * y],
  hessian: () => [2, 0, 100],
  minima: [[0, 0]],
  lowest: 0,
  range: [
    [-2, 2],
    [-1.5, 1.5],
  ],
  start: [-1, 1],
  convex: true,
  source: "a quadratic of condition number 50",
});
