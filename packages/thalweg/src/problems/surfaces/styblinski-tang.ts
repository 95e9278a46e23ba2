import { separable } from "../separable.ts";
import type { Surface } from "../surface.ts";

/**
 * The function of Styblinski and Tang: f(x) = Σ (xᵢ⁴ − 16xᵢ² + 5xᵢ)/2, lowest at −39.166 a dimension. Every coordinate
 * has two minima, of which the one at −2.9035 is the lower one.
 */
export const styblinskiTang: Surface = separable({
  name: "styblinski-tang",
  title: "Styblinski–Tang",
  formula: "Σ (xᵢ⁴ − 16xᵢ² + 5xᵢ)/2",
  fn: (x) => x.square().square().sub(x.square().mul(16)).add(x.mul(5)).mul(0.5),
  at: (x) => (x ** 4 - 16 * x ** 2 + 5 * x) / 2,
  slope: (x) => 2 * x ** 3 - 16 * x + 2.5,
  curvature: (x) => 6 * x ** 2 - 16,
  // The lowest root of the slope.
  minimum: -2.903534027771177,
  range: [
    [-5, 5],
    [-5, 5],
  ],
  start: [-1, 1],
  convex: "two minima in every coordinate, one lower than the other",
  source: "Styblinski & Tang 1990, Experiments in nonconvex optimization",
});
