import { describe, expect, it } from "vitest";
import { adam, laProp, Optimizer } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

describe("laProp", () => {
  it("is the rule as written, with decay", () => {
    const [rate, beta1, beta2, epsilon, lambda] = [0.05, 0.8, 0.95, 1e-3, 0.1];
    expectTranscription(
      laProp({ learningRate: rate, beta1, beta2, epsilon, epsilonRoot: 0, weightDecay: lambda }),
      () => {
        const [m, v] = [zerosOfBoth(), zerosOfBoth()];
        return (w, g, t) =>
          eachElement((name, i) => {
            v[name][i] = beta2 * v[name][i] + (1 - beta2) * g[name][i] ** 2;
            const scaled = (g[name][i] * Math.sqrt(1 - beta2 ** t)) / (Math.sqrt(v[name][i]) + epsilon);
            m[name][i] = beta1 * m[name][i] + (1 - beta1) * scaled;
            w[name][i] -= rate * (m[name][i] / (1 - beta1 ** t) + lambda * w[name][i]);
          });
      },
    );
  });

  it("takes Adam's steps while the gradient is steady, and shorter ones than Adam's worst with β₂ < β₁²", () => {
    const worst = (create: typeof adam | typeof laProp, gradients: readonly number[]) => {
      const weights = { w: Float64Array.of(0) };
      const optimizer = new Optimizer(weights, create({ learningRate: 1, beta1: 0.9, beta2: 0.3 }));
      let [before, most] = [0, 0];
      for (const gradient of gradients) {
        optimizer.step({ w: [gradient] });
        most = Math.max(most, Math.abs(weights.w[0] - before));
        before = weights.w[0];
      }
      return most;
    };
    const steady = [2, 2, 2, 2];
    expect(worst(laProp, steady)).toBeCloseTo(1, 12);
    expect(worst(adam, steady)).toBeCloseTo(1, 7);
    const once = [1, ...Array.from({ length: 30 }, () => 1e-12)];
    expect(worst(laProp, once)).toBeLessThanOrEqual(1 / Math.sqrt(1 - 0.3));
    expect(worst(adam, once)).toBeGreaterThan(1e3);
  });
});
