import { separable } from "../separable.ts";
import type { Surface } from "../surface.ts";

/** The outer step: how it is climbed at |x| near 4, and its first and second derivatives. */
const outer = (x: number) => {
  const share = (x / 4) ** 8;
  // 8 share/x, without the division that fails at 0.
  const rise = 2 * (x / 4) ** 7;
  const left = Math.exp(-share);
  return [1 - left, rise * left, ((7 * (x / 4) ** 6) / 2 - rise ** 2) * left] as const;
};

/**
 * Two steps with plateaus between and beyond them: f(x) = Σ 2 − exp(−xᵢ²) − exp(−(xᵢ/4)⁸). Where it is flat, plain
 * gradient descent all but stands still, though the way down is clear.
 */
export const plateaus: Surface = separable({
  name: "plateaus",
  title: "plateaus",
  formula: "Σ 2 − exp(−xᵢ²) − exp(−(xᵢ/4)⁸)",
  fn: (x) => {
    const share = x.mul(0.25).square().square().square();
    return x.square().neg().exp().add(share.neg().exp()).neg().add(2);
  },
  at: (x) => 1 - Math.exp(-x * x) + outer(x)[0],
  slope: (x) => 2 * x * Math.exp(-x * x) + outer(x)[1],
  curvature: (x) => (2 - 4 * x * x) * Math.exp(-x * x) + outer(x)[2],
  minimum: 0,
  range: [
    [-6, 6],
    [-6, 6],
  ],
  start: [-2.5, 5],
  convex: "steps with nearly flat ground between and beyond them, and one minimum",
  source: "made for this library: steps of Gaussian shape",
});
