import { separable } from "../separable.ts";
import type { Surface } from "../surface.ts";

/** The parabola: f(x) = Σ xᵢ². Gradient descent at η multiplies every coordinate by 1 − 2η. */
export const parabola: Surface = separable({
  name: "parabola",
  title: "parabola",
  formula: "Σ xᵢ²",
  fn: (x) => x.square(),
  at: (x) => x * x,
  slope: (x) => 2 * x,
  curvature: () => 2,
  minimum: 0,
  range: [
    [-2, 2],
    [-2, 2],
  ],
  start: [-1, 1],
  convex: true,
  source: "the simplest valley",
});
