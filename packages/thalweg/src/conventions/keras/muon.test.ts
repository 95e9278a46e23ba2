import { describe, expect, it } from "vitest";
import { memoryMultiple, Optimizer } from "../../optimizers/index.ts";
import { newtonSchulz } from "../../optimizers/testing/newton-schulz.ts";
import { expectTranscription, zerosOfBoth } from "../../optimizers/testing/transcription.ts";
import { linear } from "../../schedules/index.ts";
import { keras } from "../index.ts";

/** The first step of a parameter of 1s and 0s. */
const firstStep = (options: Parameters<typeof keras.muon>[0], name = "w", shape = [2, 4]): number[] => {
  const size = shape.reduce((a, b) => a * b, 1);
  const start = Float64Array.from({ length: size }, (_, index) => Number(index % 5 === 0));
  const weights = { [name]: { data: start.slice(), shape } };
  new Optimizer(weights, keras.muon({ learningRate: 0.1, weightDecay: 0, adamWeightDecay: 0, ...options })).step({
    [name]: start,
  });
  return [...weights[name].data].map((value, index) => value - start[index]);
};

describe("keras.muon", () => {
  it("multiplies steps of near-orthogonal matrices by 0.2√max(m, n)", () => {
    const plain = firstStep({ rmsRate: null });
    // Newton–Schulz leaves singular values between 0.7 and 1.2.
    expect(plain[0]).toBeLessThan(-0.07);
    expect(plain[0]).toBeGreaterThan(-0.12);
    expect(plain[5]).toBeCloseTo(plain[0], 12);
    expect(plain[1]).toBeCloseTo(0, 12);
    expect(firstStep({})[0]).toBeCloseTo(plain[0] * 0.2 * 2, 12);
    expect(firstStep({ rmsRate: 0.5 })[0]).toBeCloseTo(plain[0] * 0.5 * 2, 12);
  });

  it("takes Adam's step for vectors and embeddings, at a rate and decay of their own", () => {
    const options = { epsilon: 0, adamLearningRateRatio: 0.5 };
    expect(firstStep(options, "b", [4])[0]).toBeCloseTo(-0.05, 12);
    expect(firstStep(options, "embedding/w")[0]).toBeCloseTo(-0.05, 12);
    expect(firstStep({ ...options, adamWeightDecay: 0.1 }, "b", [4])[0]).toBeCloseTo(-0.05 - 0.01, 12);
  });

  it("takes Adam's step for matrices whose names match, too", () => {
    const options = { epsilon: 0, excludeLayers: ["^out(put)?/", "head$"] };
    for (const name of ["out/w", "output/w", "model/head"]) expect(firstStep(options, name)[0]).toBeCloseTo(-0.1, 12);
    for (const name of ["layout/w", "head/w", "Out/w"]) expect(firstStep(options, name)[0]).toBe(firstStep({})[0]);
    const embedding = { ...options, excludeEmbeddings: false };
    expect(firstStep(embedding, "embedding/w")[0]).toBe(firstStep({})[0]);
    expect(() => keras.muon({ excludeLayers: ["("] })).toThrow(
      'keras.muon: excludeLayers must be a list of patterns, got ["("]',
    );
  });

  it("takes schedules for momentum, the factor and Adam's ratio, as Keras's source computes each step", () => {
    const [beta, rms, ratio] = [
      linear({ initial: 0.5, final: 0.9, total: 8 }),
      linear({ initial: 0.4, final: 0.1, total: 8 }),
      linear({ initial: 2, final: 0.5, total: 8 }),
    ];
    const coefficients = [3, -3.2, 1.2] as const;
    const learningRate = linear({ initial: 0.1, final: 0.02, total: 8 });
    const options = { learningRate, momentum: beta, rmsRate: rms, adamLearningRateRatio: ratio, coefficients };
    const decays = { weightDecay: 0.1, adamWeightDecay: 0.2 };
    expectTranscription(keras.muon({ ...options, ...decays, newtonSchulzSteps: 2 }), () => {
      const [momentum, velocity] = [zerosOfBoth(), zerosOfBoth()];
      return (weights, gradient, t) => {
        const rate = learningRate(t - 1);
        for (const [i, g] of gradient.w.entries()) momentum.w[i] = g + beta(t - 1) * momentum.w[i];
        const ahead = gradient.w.map((g, i) => g + beta(t - 1) * momentum.w[i]);
        const orthogonal = newtonSchulz([...ahead], coefficients, 2);
        const factor = rms(t - 1) * Math.sqrt(4);
        for (const [i, o] of orthogonal.entries()) weights.w[i] -= weights.w[i] * 0.1 * rate + rate * factor * o;
        for (const [i, g] of gradient.b.entries()) {
          momentum.b[i] += (g - momentum.b[i]) * 0.1;
          velocity.b[i] += (g * g - velocity.b[i]) * 0.001;
          const alpha = (rate * ratio(t - 1) * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
          weights.b[i] -= weights.b[i] * 0.2 * rate + (momentum.b[i] * alpha) / (Math.sqrt(velocity.b[i]) + 1e-7);
        }
      };
    });
  });

  it("keeps one average of matrices and two of others", () => {
    expect(memoryMultiple(keras.muon(), { w: [2, 4] })).toBe(1);
    expect(memoryMultiple(keras.muon(), { b: [4] })).toBe(2);
  });
});
