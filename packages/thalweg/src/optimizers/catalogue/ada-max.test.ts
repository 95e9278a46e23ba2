import { describe, expect, it } from "vitest";
import { adaMax, Optimizer } from "../index.ts";

const walk = (options: Parameters<typeof adaMax>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, adaMax(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("adaMax", () => {
  it("takes steps of η along a steady gradient, of whatever size", () => {
    walk({ learningRate: 0.5, epsilon: 0 }, [7, 7, 7]).forEach((value, index) => {
      expect(value).toBeCloseTo(-0.5 * (index + 1), 14);
    });
  });

  it("remembers the largest gradient, fading by β₂", () => {
    const options = { learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 0 };
    // u = 8, 4, 3: the third gradient is larger than 8·0.25.
    expect(walk(options, [8, 1, 3])).toEqual([-1, -1.25, -2.25]);
  });

  it("adds ε to u, or to |g| inside the maximum", () => {
    expect(walk({ learningRate: 1, epsilon: 1 }, [3])[0]).toBeCloseTo(-3 / 4, 14);
    const inside = walk({ learningRate: 1, beta1: 0, beta2: 0.5, epsilon: 1, epsilonInsideMaximum: true }, [3, 0]);
    // u = 4, then max(2, 0 + 1) = 2.
    expect(inside[0]).toBeCloseTo(-3 / 4, 14);
    expect(inside[1]).toBeCloseTo(-3 / 4, 14);
  });
});
