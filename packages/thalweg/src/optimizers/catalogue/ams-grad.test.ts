import { describe, expect, it } from "vitest";
import { adam, amsGrad, Optimizer, type OptimizerSpec } from "../index.ts";

const walk = (optimizer: OptimizerSpec, gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const running = new Optimizer(weights, optimizer);
  return gradients.map((gradient) => {
    running.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("amsGrad", () => {
  it("is Adam while v grows", () => {
    const growing = [1, 2, 3, 4];
    const expected = walk(adam({ learningRate: 0.1 }), growing);
    expect(walk(amsGrad({ learningRate: 0.1 }), growing)).toEqual(expected);
  });

  it("keeps the largest v, and corrects it by the present t", () => {
    const options = { learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 0 };
    // v = 32, then 16.5: V stays 32 and V̂ = 32/0.75.
    expect(walk(amsGrad(options), [8, 1])[1]).toBeCloseTo(-1 - 1 / Math.sqrt(32 / 0.75), 14);
  });

  it("keeps the largest v̂ on request", () => {
    const options = { learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 0, maximumOf: "corrected" as const };
    // v̂ = 64, then 16.5/0.75 = 22: 64 stays.
    expect(walk(amsGrad(options), [8, 1])[1]).toBeCloseTo(-1 - 1 / 8, 14);
  });

  it("can do without correction, as in the paper", () => {
    const options = { learningRate: 1, beta1: 0.5, beta2: 0.75, epsilon: 0, biasCorrection: false };
    expect(walk(amsGrad(options), [8])[0]).toBeCloseTo(-4 / Math.sqrt(16), 14);
  });

  it("adds ε after the root's correction or before", () => {
    const options = { learningRate: 1, beta2: 0.75, epsilon: 1 };
    expect(walk(amsGrad(options), [8])[0]).toBeCloseTo(-8 / (8 + 1), 14);
    // 8·√0.25/(√16 + 1)
    expect(walk(amsGrad({ ...options, epsilonBeforeCorrection: true }), [8])[0]).toBeCloseTo(-4 / 5, 14);
  });
});
