import { describe, expect, it } from "vitest";
import { diffGrad, Optimizer } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("diffGrad", () => {
  it("is the rule as written", () => {
    const [rate, beta1, beta2, epsilon] = [0.05, 0.8, 0.95, 1e-3];
    expectTranscription(diffGrad({ learningRate: rate, beta1, beta2, epsilon }), () => {
      const [m, v, before] = [zerosOfBoth(), zerosOfBoth(), zerosOfBoth()];
      return (w, g, t) =>
        eachElement((name, i) => {
          m[name][i] = beta1 * m[name][i] + (1 - beta1) * g[name][i];
          v[name][i] = beta2 * v[name][i] + (1 - beta2) * g[name][i] ** 2;
          const friction = 1 / (1 + Math.exp(-Math.abs(before[name][i] - g[name][i])));
          before[name][i] = g[name][i];
          const root = Math.sqrt(v[name][i] / (1 - beta2 ** t)) + epsilon;
          w[name][i] -= (rate * friction * m[name][i]) / (1 - beta1 ** t) / root;
        });
    });
  });

  it("halves Adam's steps while the gradient does not change", () => {
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(weights, diffGrad({ learningRate: 1, epsilon: 0 }));
    const steps = Array.from({ length: 4 }, () => {
      const before = weights.w[0];
      optimizer.step({ w: [100] });
      return before - weights.w[0];
    });
    [1, 0.5, 0.5, 0.5].forEach((step, index) => {
      expect(steps[index]).toBeCloseTo(step, 12);
    });
  });
});
