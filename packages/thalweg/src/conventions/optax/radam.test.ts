import { describe, expect, it } from "vitest";
import { eachElement, expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { optax } from "../index.ts";

describe("optax.radam", () => {
  it("with nesterov takes β₁m/(1 − β₁ᵗ⁺¹) + (1 − β₁)g/(1 − β₁ᵗ) in the place of m̂, before and after it is rectified", () => {
    const [beta1, beta2, limit] = [0.9, 0.95, 2 / 0.05 - 1];
    const rectified: boolean[] = [];
    expectTranscription(optax.radam({ learningRate: 0.01, beta1, beta2, nesterov: true }), () => {
      const [m, v] = [zerosOfBoth(), zerosOfBoth()];
      return (weights, gradient, t) => {
        const rho = limit - (2 * t * beta2 ** t) / (1 - beta2 ** t);
        const r = Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
        rectified.push(rho >= 5);
        eachElement((name, i) => {
          const g = gradient[name][i];
          m[name][i] = beta1 * m[name][i] + (1 - beta1) * g;
          v[name][i] = beta2 * v[name][i] + (1 - beta2) * g ** 2;
          const ahead = (beta1 * m[name][i]) / (1 - beta1 ** (t + 1)) + ((1 - beta1) * g) / (1 - beta1 ** t);
          const divisor = Math.sqrt(v[name][i] / (1 - beta2 ** t)) + 1e-8;
          weights[name][i] -= 0.01 * (rho >= 5 ? (r * ahead) / divisor : ahead);
        });
      };
    });
    expect(new Set(rectified).size).toBe(2);
  });
});
