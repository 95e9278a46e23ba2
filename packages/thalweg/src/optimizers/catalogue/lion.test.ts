import { describe, expect, it } from "vitest";
import { chain, lion, Optimizer, scaleByLearningRate, scaleByLion } from "../index.ts";

describe("lion", () => {
  it("takes the sign of β₁m + (1 − β₁)g with the m before the step", () => {
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(weights, lion({ learningRate: 1, beta1: 0.5, beta2: 0.5 }));
    const path = [4, -1, -3, 0].map((gradient) => {
      optimizer.step({ w: [gradient] });
      return weights.w[0];
    });
    // m before: 0, 2, 0.5, −1.25; 0.5m + 0.5g: 2, 0.5, −1.25, −0.625.
    expect(path).toEqual([-1, -2, -1, 0]);
  });

  it("shrinks weights by ηλw beside the sign", () => {
    const weights = { w: Float64Array.of(2) };
    new Optimizer(weights, lion({ learningRate: 0.1, weightDecay: 0.5 })).step({ w: [7] });
    expect(weights.w[0]).toBeCloseTo(2 - 0.1 - 0.1, 15);
  });

  it("is a stage of its own, too", () => {
    const weights = { w: Float64Array.of(2) };
    new Optimizer(weights, chain(scaleByLion(), scaleByLearningRate(0.1))).step({ w: [-7] });
    expect(weights.w[0]).toBeCloseTo(2.1, 15);
  });
});
