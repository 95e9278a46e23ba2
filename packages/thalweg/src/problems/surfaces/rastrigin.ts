import { separable } from "../separable.ts";
import type { Surface } from "../surface.ts";

const turn = 2 * Math.PI;

/** Rastrigin's function: f(x) = Σ 10 + xᵢ² − 10 cos 2πxᵢ: a bowl with a minimum near every whole number. */
export const rastrigin: Surface = separable({
  name: "rastrigin",
  title: "Rastrigin",
  formula: "Σ 10 + xᵢ² − 10 cos 2πxᵢ",
  fn: (x) => x.square().sub(x.mul(turn).cos().mul(10)).add(10),
  at: (x) => x * x - 10 * Math.cos(turn * x) + 10,
  slope: (x) => 2 * x + 10 * turn * Math.sin(turn * x),
  curvature: (x) => 2 + 10 * turn ** 2 * Math.cos(turn * x),
  minimum: 0,
  range: [
    [-5.12, 5.12],
    [-5.12, 5.12],
  ],
  start: [-3.4, 2.6],
  convex: "a minimum near every whole number",
  source: "Rastrigin 1974; for n dimensions Mühlenbein, Schomisch & Born 1991",
});
