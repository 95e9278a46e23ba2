import { planar } from "../planar.ts";
import type { Surface } from "../surface.ts";

/** Booth's function: f(x, y) = (x + 2y − 7)² + (2x + y − 5)²: a turned ravine of condition number 9. */
export const booth: Surface = planar({
  name: "booth",
  title: "Booth",
  formula: "(x + 2y − 7)² + (2x + y − 5)²",
  fn: (x, y) => x.add(y.mul(2)).sub(7).square().add(x.mul(2).add(y).sub(5).square()),
  at: (x, y) => (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
  gradient: (x, y) => [10 * x + 8 * y - 34, 8 * x + 10 * y - 38],
  hessian: () => [10, 8, 10],
  minima: [[1, 3]],
  lowest: 0,
  range: [
    [-10, 10],
    [-10, 10],
  ],
  start: [-1, 1],
  convex: true,
  source: "Jamil & Yang 2013, A literature survey of benchmark functions, arXiv:1308.4008, no. 17",
});
