import { describe, expect, it } from "vitest";
import { Optimizer, stableAdamW } from "../index.ts";
import { both, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("stableAdamW", () => {
  it.each(["before", "after"] as const)("is the rule as written, with the RMS measured %s", (rmsAgainst) => {
    const [rate, beta1, beta2, epsilon, lambda] = [0.05, 0.8, 0.9, 1e-3, 0.1];
    expectTranscription(
      stableAdamW({ learningRate: rate, beta1, beta2, epsilon, weightDecay: lambda, rmsAgainst }),
      () => {
        const [m, v] = [zerosOfBoth(), zerosOfBoth()];
        const corrected = (beta: number, t: number) => (beta * (1 - beta ** (t - 1))) / (1 - beta ** t);
        return (w, g, t) => {
          const [keepM, keepV] = [corrected(beta1, t), corrected(beta2, t)];
          for (const name of both) {
            const older = v[name].slice();
            g[name].forEach((gradient, i) => {
              m[name][i] = keepM * m[name][i] + (1 - keepM) * gradient;
              v[name][i] = keepV * v[name][i] + (1 - keepV) * gradient ** 2;
            });
            const against = rmsAgainst === "before" ? older : v[name];
            const squares = g[name].map((gradient, i) => gradient ** 2 / Math.max(against[i], epsilon ** 2));
            const rms = Math.sqrt(squares.reduce((a, b) => a + b) / squares.length);
            m[name].forEach((average, i) => {
              const step = average / (Math.sqrt(v[name][i]) + epsilon) + lambda * w[name][i];
              w[name][i] -= (rate / Math.max(1, rms)) * step;
            });
          }
        };
      },
    );
  });

  it("shortens the step after a gradient that has grown tenfold", () => {
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(
      weights,
      stableAdamW({ learningRate: 1, beta1: 0, beta2: 0.99, epsilon: 0, weightDecay: 0, rmsAgainst: "after" }),
    );
    for (let step = 0; step < 100; step++) optimizer.step({ w: [1] });
    const before = weights.w[0];
    optimizer.step({ w: [10] });
    // v̂ is (weight of the past)·1 + rest·100, and the step g/√v̂ is divided by itself: exactly η.
    expect(before - weights.w[0]).toBeCloseTo(1, 10);
  });
});
