import { describe, expect, it } from "vitest";
import { adam, Optimizer, qhAdam } from "../index.ts";
import { eachElement, expectTranscription, zerosOfBoth } from "../testing/transcription.ts";

/** Adam written out, for the case ν₁ = ν₂ = 1. */
const written =
  ([rate, beta1, beta2, nu1, nu2, epsilon]: readonly [number, number, number, number, number, number]) =>
  () => {
    const [m, v] = [zerosOfBoth(), zerosOfBoth()];
    return (w: ReturnType<typeof zerosOfBoth>, g: ReturnType<typeof zerosOfBoth>, t: number) =>
      eachElement((name, i) => {
        const gradient = g[name][i];
        m[name][i] = beta1 * m[name][i] + (1 - beta1) * gradient;
        v[name][i] = beta2 * v[name][i] + (1 - beta2) * gradient ** 2;
        const above = (1 - nu1) * gradient + (nu1 * m[name][i]) / (1 - beta1 ** t);
        const below = (1 - nu2) * gradient ** 2 + (nu2 * v[name][i]) / (1 - beta2 ** t);
        w[name][i] -= (rate * above) / (Math.sqrt(below) + epsilon);
      });
  };

describe("qhAdam", () => {
  it("is the rule as written", () => {
    expectTranscription(
      qhAdam({ learningRate: 0.05, beta1: 0.8, beta2: 0.95, nu1: 0.6, nu2: 0.9, epsilon: 1e-3 }),
      written([0.05, 0.8, 0.95, 0.6, 0.9, 1e-3]),
    );
    expectTranscription(qhAdam(), written([1e-3, 0.995, 0.999, 0.7, 1, 1e-8]));
  });

  it("is Adam for ν₁ = ν₂ = 1, and the gradient over its size for ν₁ = ν₂ = 0", () => {
    expectTranscription(adam({ learningRate: 0.05 }), written([0.05, 0.9, 0.999, 1, 1, 1e-8]));
    expectTranscription(qhAdam({ learningRate: 0.05, beta1: 0.9, nu1: 1 }), written([0.05, 0.9, 0.999, 1, 1, 1e-8]));
    const weights = { w: Float64Array.of(1, 1) };
    const optimizer = new Optimizer(weights, qhAdam({ learningRate: 0.25, nu1: 0, nu2: 0 }));
    for (const gradient of [5, 1e-3, -7]) optimizer.step({ w: [gradient, -gradient] });
    expect(weights.w[0]).toBeCloseTo(0.75, 5);
    expect(weights.w[1]).toBeCloseTo(1.25, 5);
  });
});
