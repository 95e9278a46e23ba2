import { describe, expect, it } from "vitest";
import { adan, Optimizer } from "../index.ts";

const walk = (options: Parameters<typeof adan>[0], gradients: readonly number[], start = 0): number[] => {
  const weights = { w: Float64Array.of(start) };
  const optimizer = new Optimizer(weights, adan(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("adan", () => {
  it("steps by hand", () => {
    const [first, second] = walk({ learningRate: 0.1, beta1: 0.5, beta2: 0.6, beta3: 0.75, epsilon: 0 }, [2, 4]);
    expect(first).toBeCloseTo(-0.1, 13);
    // m = 2.5 of 0.75, v = 0.8 of 0.64, n = 0.75 + 0.25·(4 + 0.6·2)² of 1 − 0.75².
    const n = (0.75 * 0.25 * 4 + 0.25 * 5.2 ** 2) / (1 - 0.75 ** 2);
    expect(second - first).toBeCloseTo((-0.1 * (2.5 / 0.75 + (0.6 * 0.8) / 0.64)) / Math.sqrt(n), 13);
  });

  it("takes Adam's steps against a constant gradient", () => {
    walk({ learningRate: 0.1, epsilon: 0 }, [3, 3, 3, 3]).forEach((value, index) => {
      expect(value).toBeCloseTo(-0.1 * (index + 1), 12);
    });
  });

  it("shrinks weights after the step, or before it as AdamW", () => {
    const options = { learningRate: 0.1, weightDecay: 0.5, epsilon: 0 };
    expect(walk(options, [2], 5)[0]).toBeCloseTo((5 - 0.1) / 1.05, 13);
    expect(walk({ ...options, decoupledWeightDecay: true }, [2], 5)[0]).toBeCloseTo(5 * 0.95 - 0.1, 13);
  });
});
