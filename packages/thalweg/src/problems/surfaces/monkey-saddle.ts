import { planar } from "../planar.ts";
import type { Surface } from "../surface.ts";

/**
 * A monkey saddle: f(x, y) = x³ − 3xy², with three valleys, for two legs and a tail. At the origin slope and curvature
 * are zero, so that neither shows the way down.
 */
export const monkeySaddle: Surface = planar({
  name: "monkey-saddle",
  title: "monkey saddle",
  formula: "x³ − 3xy²",
  // x·x·x, since pow goes by a logarithm.
  fn: (x, y) => x.square().mul(x).sub(x.mul(y.square()).mul(3)),
  at: (x, y) => x * x * x - 3 * x * y * y,
  gradient: (x, y) => [3 * x * x - 3 * y * y, -6 * x * y],
  hessian: (x, y) => [6 * x, -6 * y, -6 * x],
  minima: [],
  lowest: Number.NEGATIVE_INFINITY,
  range: [
    [-1.5, 1.5],
    [-1.5, 1.5],
  ],
  start: [0.1, 0.1],
  convex: "three valleys fall without end from a flat point",
  source: "Hilbert & Cohn-Vossen 1932, Anschauliche Geometrie",
});
