import { planar } from "../planar.ts";
import type { Surface } from "../surface.ts";

const targets = [1.5, 2.25, 2.625] as const;

/** y, y² and y³, with their first and second derivatives. */
const powers = (y: number) =>
  [
    [y, 1, 0],
    [y * y, 2 * y, 2],
    [y * y * y, 3 * y * y, 6 * y],
  ] as const;

/** What is squared in each term: cᵢ − x + xyⁱ. */
const residual = (x: number, index: number, power: number): number => targets[index] - x + x * power;

/** Beale's function: f(x, y) = Σ (cᵢ − x + xyⁱ)² with c = 1.5, 2.25, 2.625: flat, with steep walls at the corners. */
export const beale: Surface = planar({
  name: "beale",
  title: "Beale",
  formula: "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
  fn: (x, y) => {
    const squares = [y, y.square(), y.square().mul(y)].map((power, index) =>
      x.mul(power).sub(x).add(targets[index]).square(),
    );
    return squares.reduce((sum, square) => sum.add(square));
  },
  at: (x, y) => powers(y).reduce((sum, [power], index) => sum + residual(x, index, power) ** 2, 0),
  gradient: (x, y) => {
    const gradient: [number, number] = [0, 0];
    for (const [index, [power, slope]] of powers(y).entries()) {
      const twice = 2 * residual(x, index, power);
      gradient[0] += twice * (power - 1);
      gradient[1] += twice * x * slope;
    }
    return gradient;
  },
  hessian: (x, y) => {
    const hessian: [number, number, number] = [0, 0, 0];
    for (const [index, [power, slope, curvature]] of powers(y).entries()) {
      const rest = residual(x, index, power);
      hessian[0] += 2 * (power - 1) ** 2;
      hessian[1] += 2 * slope * (x * (power - 1) + rest);
      hessian[2] += 2 * x * (x * slope ** 2 + rest * curvature);
    }
    return hessian;
  },
  minima: [[3, 0.5]],
  lowest: 0,
  range: [
    [-4.5, 4.5],
    [-4.5, 4.5],
  ],
  start: [1, 1],
  convex: "flat in the middle, with a saddle at (0, 1) and walls at the corners",
  source: "Beale 1958, On an iterative method for finding a local minimum of a function of more than one variable",
});
