import { pointOf, type Surface } from "../surface.ts";

const any = { name: "ackley", dimensions: "any" } as const;
const turn = 2 * Math.PI;

/** The sum of f over all coordinates, divided by their number. */
const meanOf = (x: ArrayLike<number>, f: (value: number) => number): number =>
  Array.from(x).reduce((sum, value) => sum + f(value), 0) / x.length;

const rootMeanSquare = (x: ArrayLike<number>): number => Math.sqrt(meanOf(x, (value) => value * value));

/**
 * Ackley's function: f(x) = 20 + e − 20 exp(−√(Σ xᵢ²/n)/5) − exp(Σ cos(2πxᵢ)/n). Nearly flat far out, pitted
 * everywhere, with a minimum as sharp as a cone's at the origin: it has no derivative there, and `gradient` says 0.
 */
export const ackley: Surface = {
  ...any,
  title: "Ackley",
  formula: "20 + e − 20 exp(−√(Σ xᵢ²/n)/5) − exp(Σ cos(2πxᵢ)/n)",
  fn: (x) => {
    const cone = x.square().mean().sqrt().mul(-0.2).exp().mul(20);
    const pits = x.mul(turn).cos().mean().exp();
    return cone
      .add(pits)
      .neg()
      .add(20 + Math.E);
  },
  at: (x) => {
    const cone = 20 * Math.exp(-0.2 * rootMeanSquare(x));
    return 20 + Math.E - cone - Math.exp(meanOf(x, (value) => Math.cos(turn * value)));
  },
  gradient: (x) => {
    const distance = rootMeanSquare(x);
    if (distance === 0) return new Float64Array(x.length);
    const cone = (4 * Math.exp(-0.2 * distance)) / distance;
    const pits = turn * Math.exp(meanOf(x, (value) => Math.cos(turn * value)));
    return Float64Array.from(x, (value) => (cone * value + pits * Math.sin(turn * value)) / x.length);
  },
  minima: (n) => [pointOf(any, n, () => 0)],
  lowest: 0,
  range: [
    [-5, 5],
    [-5, 5],
  ],
  start: (n) => pointOf(any, n, (index) => (index % 2 === 0 ? -2.6 : 1.7)),
  convex: "pitted everywhere, and nearly flat far out",
  source: "Ackley 1987, A Connectionist Machine for Genetic Hillclimbing",
};
