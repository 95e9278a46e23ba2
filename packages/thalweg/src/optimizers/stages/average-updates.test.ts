import { describe, expect, it } from "vitest";
import { averageUpdates, chain, gradientDescent, MovingAverage, Optimizer } from "../index.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer.startsWith("ema(0.9"));

describe("averageUpdates", () => {
  it.each([true, false])("is the moving average of updates, corrected: %s", (biasCorrection) => {
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(weights, averageUpdates({ beta: 0.7, biasCorrection }));
    const average = new MovingAverage({ beta: 0.7, biasCorrection });
    let expected = 0;
    for (const gradient of [1, -2, 5, 0.5]) {
      optimizer.step({ w: [gradient] });
      expected += average.update(gradient);
      expect(weights.w[0]).toBeCloseTo(expected, 14);
    }
  });

  it("corrects by the product of β when β is a schedule", () => {
    const weights = { w: Float64Array.of(0) };
    const beta = (step: number) => [0.5, 0.8][step];
    const optimizer = new Optimizer(weights, averageUpdates({ beta }));
    optimizer.step({ w: [3] });
    expect(weights.w[0]).toBeCloseTo(3, 14);
    optimizer.step({ w: [3] });
    expect(weights.w[0]).toBeCloseTo(6, 14);
  });

  it("agrees with Optax", async () => {
    expect(cases).toHaveLength(2);
    for (const expected of cases) {
      const biasCorrection = expected.optimizer === "ema(0.9, debias) > sgd";
      const optimizer = chain(averageUpdates({ beta: 0.9, biasCorrection }), gradientDescent({ learningRate: 0.01 }));
      await expectTrajectory(expected, optimizer, 1e-12);
    }
  });

  it("refuses β out of range", () => {
    expect(() => averageUpdates({ beta: 1 })).toThrow("averageUpdates: beta must be in [0, 1), got 1");
  });
});
