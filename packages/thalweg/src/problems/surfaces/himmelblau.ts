import { planar } from "../planar.ts";
import type { Surface } from "../surface.ts";

/** Himmelblau's function: f(x, y) = (x² + y − 11)² + (x + y² − 7)², with four minima, all equally low. */
export const himmelblau: Surface = planar({
  name: "himmelblau",
  title: "Himmelblau",
  formula: "(x² + y − 11)² + (x + y² − 7)²",
  fn: (x, y) => x.square().add(y).sub(11).square().add(x.add(y.square()).sub(7).square()),
  at: (x, y) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
  gradient: (x, y) => {
    const [first, second] = [x * x + y - 11, x + y * y - 7];
    return [4 * x * first + 2 * second, 2 * first + 4 * y * second];
  },
  hessian: (x, y) => [12 * x * x + 4 * y - 42, 4 * (x + y), 12 * y * y + 4 * x - 26],
  minima: [
    [3, 2],
    [-2.805118086952745, 3.131312518250573],
    [-3.779310253377747, -3.28318599128617],
    [3.584428340330492, -1.848126526964404],
  ],
  lowest: 0,
  range: [
    [-5, 5],
    [-5, 5],
  ],
  start: [-1, 1],
  convex: "four minima with saddles between them and a hill in the middle",
  source: "Himmelblau 1972, Applied Nonlinear Programming",
});
