import { describe, expect, it } from "vitest";
import { memoryMultiple, Optimizer } from "../../optimizers/index.ts";
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
    const plain = firstStep({ rmsRate: 0 });
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

  it("keeps one average of matrices and two of others", () => {
    expect(memoryMultiple(keras.muon(), { w: [2, 4] })).toBe(1);
    expect(memoryMultiple(keras.muon(), { b: [4] })).toBe(2);
  });
});
