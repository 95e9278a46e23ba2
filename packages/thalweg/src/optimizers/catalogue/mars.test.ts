import { describe, expect, it } from "vitest";
import { mars, memoryMultiple } from "../index.ts";
import { type Both, both, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

interface Adam {
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly lambda: number;
}

const matrices: Adam = { rate: 0.05, beta1: 0.8, beta2: 0.9, lambda: 0.1 };
const vectors: Adam = { rate: 0.01, beta1: 0.7, beta2: 0.95, lambda: 0.2 };
const gamma = 0.3;

/** Gradients corrected where they are to be, then AdamW; ε is 1e-3. */
const written = (correctVectors: boolean) => () => {
  const [m, v, before] = [zerosOfBoth(), zerosOfBoth(), zerosOfBoth()];
  return (w: Both, g: Both, t: number) => {
    for (const name of both) {
      const isCorrected = name === "w" || correctVectors;
      const { rate, beta1, beta2, lambda } = isCorrected ? matrices : vectors;
      const change = isCorrected ? (gamma * beta1) / (1 - beta1) : 0;
      const c = g[name].map((gradient, i) => gradient + change * (gradient - before[name][i]));
      const size = isCorrected ? Math.max(1, Math.hypot(...c)) : 1;
      before[name].set(g[name]);
      c.forEach((value, i) => {
        m[name][i] = beta1 * m[name][i] + ((1 - beta1) * value) / size;
        v[name][i] = beta2 * v[name][i] + (1 - beta2) * (value / size) ** 2;
        const root = ((Math.sqrt(v[name][i]) + 1e-3) * (1 - beta1 ** t)) / Math.sqrt(1 - beta2 ** t);
        w[name][i] -= rate * (m[name][i] / root + lambda * w[name][i]);
      });
    }
  };
};

describe("mars", () => {
  it.each([false, true])("is the rule as written, vectors corrected: %s", (correctVectors) => {
    expectTranscription(
      mars({
        learningRate: matrices.rate,
        beta1: matrices.beta1,
        beta2: matrices.beta2,
        weightDecay: matrices.lambda,
        gamma,
        epsilon: 1e-3,
        epsilonRoot: 0,
        correctVectors,
        vectorLearningRate: vectors.rate,
        vectorBeta1: vectors.beta1,
        vectorBeta2: vectors.beta2,
        vectorWeightDecay: vectors.lambda,
      }),
      written(correctVectors),
    );
  });

  it("keeps the gradient before of what it corrects", () => {
    expect(memoryMultiple(mars(), { w: [4, 4] })).toBe(3);
    expect(memoryMultiple(mars(), { b: [4] })).toBe(2);
    expect(memoryMultiple(mars({ correctVectors: true }), { b: [4] })).toBe(3);
  });
});
