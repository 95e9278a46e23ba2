import { describe, expect, it } from "vitest";
import { adaBound, memoryMultiple, Optimizer } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("adaBound", () => {
  it.each([false, true])("is the rule as written, with the largest v: %s", (amsgrad) => {
    const [rate, final, beta1, beta2, gamma, epsilon] = [0.05, 0.2, 0.8, 0.9, 0.3, 1e-3];
    expectTranscription(
      adaBound({ learningRate: rate, finalLearningRate: final, beta1, beta2, gamma, epsilon, epsilonRoot: 0, amsgrad }),
      () => {
        const [m, v, most] = [zerosOfBoth(), zerosOfBoth(), zerosOfBoth()];
        return (w, g, t) =>
          eachElement((name, i) => {
            m[name][i] = beta1 * m[name][i] + (1 - beta1) * g[name][i];
            v[name][i] = beta2 * v[name][i] + (1 - beta2) * g[name][i] ** 2;
            most[name][i] = Math.max(most[name][i], v[name][i]);
            const root = Math.sqrt(amsgrad ? most[name][i] : v[name][i]) + epsilon;
            const own = (rate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t) / root;
            const [low, high] = [final * (1 - 1 / (gamma * t + 1)), final * (1 + 1 / (gamma * t))];
            w[name][i] -= Math.min(Math.max(own, low), high) * m[name][i];
          });
      },
    );
  });

  it("ends as gradient descent with an average of gradients at the final rate", () => {
    const weights = { w: Float64Array.of(0, 0) };
    const optimizer = new Optimizer(weights, adaBound({ finalLearningRate: 0.1, gamma: 1e9 }));
    for (let step = 0; step < 400; step++) optimizer.step({ w: [3, 1e-3] });
    const before = weights.w.slice();
    optimizer.step({ w: [3, 1e-3] });
    expect(before[0] - weights.w[0]).toBeCloseTo(0.3, 9);
    expect(before[1] - weights.w[1]).toBeCloseTo(1e-4, 12);
  });

  it("keeps the largest v only on request", () => {
    expect(memoryMultiple(adaBound(), { w: [8] })).toBe(2);
    expect(memoryMultiple(adaBound({ amsgrad: true }), { w: [8] })).toBe(3);
  });
});
