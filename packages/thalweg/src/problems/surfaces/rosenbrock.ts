import { pointOf, type Surface } from "../surface.ts";

const any = { name: "rosenbrock", dimensions: "any", fewest: 2 } as const;

/**
 * Rosenbrock's valley: f(x) = Σ (1 − xᵢ)² + 100(xᵢ₊₁ − xᵢ²)². Finding its bent floor is easy, following it is slow.
 * From four dimensions on it has a second, higher minimum near (−1, 1, …, 1).
 */
export const rosenbrock: Surface = {
  ...any,
  title: "Rosenbrock",
  formula: "Σ (1 − xᵢ)² + 100(xᵢ₊₁ − xᵢ²)²",
  fn: (x) => {
    const [here, next] = [x.slice([0, -1]), x.slice([1])];
    return here.sub(1).square().add(next.sub(here.square()).square().mul(100)).sum();
  },
  at: (x) => {
    let sum = 0;
    for (let index = 0; index + 1 < x.length; index++) {
      sum += (1 - x[index]) ** 2 + 100 * (x[index + 1] - x[index] ** 2) ** 2;
    }
    return sum;
  },
  gradient: (x) => {
    const gradient = new Float64Array(x.length);
    for (let index = 0; index + 1 < x.length; index++) {
      const above = x[index + 1] - x[index] ** 2;
      gradient[index] += -2 * (1 - x[index]) - 400 * x[index] * above;
      gradient[index + 1] += 200 * above;
    }
    return gradient;
  },
  hessian: (x) => {
    const rows = Array.from(x, () => new Float64Array(x.length));
    for (let index = 0; index + 1 < x.length; index++) {
      rows[index][index] += 2 - 400 * x[index + 1] + 1200 * x[index] ** 2;
      rows[index][index + 1] = rows[index + 1][index] = -400 * x[index];
      rows[index + 1][index + 1] += 200;
    }
    return rows;
  },
  minima: (n) => [pointOf(any, n, () => 1)],
  lowest: 0,
  range: [
    [-2, 2],
    [-1, 3],
  ],
  start: (n) => pointOf(any, n, (index) => (index % 2 === 0 ? -1 : 1)),
  convex: "a bent valley",
  source: "Rosenbrock 1960, An automatic method for finding the greatest or least value of a function",
};
