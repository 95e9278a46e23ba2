import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { adafactor } from "./adafactor.ts";

/** One step from weights of RMS 1, at the rate 0.01. */
const stepped = (gradient: readonly number[], options: Parameters<typeof adafactor>[0] = {}): number[] => {
  const weights = { w: { data: new Float64Array(gradient.length).fill(1), shape: [2, gradient.length / 2] } };
  new Optimizer(weights, adafactor(options)).step({ w: gradient });
  return [...weights.w.data];
};

describe("torch.adafactor", () => {
  it("divides by the root of row means times column means over their mean", () => {
    // Squares 1, 4 / 4, 16: rows 2.5, 10, columns 2.5, 10, mean 6.25, so V = squares and every step is 0.01.
    for (const value of stepped([1, 2, 2, 4])) expect(value).toBeCloseTo(0.99, 14);
  });

  it("bounds the root below by ε₁", () => {
    for (const value of stepped([1, 1, 1, 1], { epsilon1: 2 })) expect(value).toBeCloseTo(1 - 0.01 / 2, 14);
  });

  it("decays by ηλ of the old weights", () => {
    for (const value of stepped([1, 1, 1, 1], { weightDecay: 0.5 })) expect(value).toBeCloseTo(1 - 0.01 - 0.005, 14);
  });
});
