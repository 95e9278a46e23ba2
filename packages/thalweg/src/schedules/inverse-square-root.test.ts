import { expect, it } from "vitest";
import { inverseSquareRoot } from "./inverse-square-root.ts";

it("holds the peak, then falls with the root of time", () => {
  const rate = inverseSquareRoot({ peak: 1e-3, warmup: 100 });
  expect([0, 50, 100].map(rate)).toEqual([1e-3, 1e-3, 1e-3]);
  expect([400, 10_000].map(rate)).toEqual([5e-4, 1e-4]);
});

it("rises in a line when a start is given", () => {
  const rate = inverseSquareRoot({ peak: 1e-3, warmup: 100, from: 0 });
  expect([0, 50, 100, 400].map(rate)).toEqual([0, 5e-4, 1e-3, 5e-4]);
});

it("is the schedule of the Transformer: d^−½·min(t^−½, t·W^−1.5)", () => {
  const [width, warmup] = [512, 4000];
  const rate = inverseSquareRoot({ peak: (width * warmup) ** -0.5, warmup, from: 0 });
  for (const t of [1, 1000, 4000, 5000, 100_000]) {
    expect(rate(t)).toBeCloseTo(width ** -0.5 * Math.min(t ** -0.5, t * warmup ** -1.5), 15);
  }
});
