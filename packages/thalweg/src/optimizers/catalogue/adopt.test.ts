import { describe, expect, it } from "vitest";
import { adopt, Optimizer } from "../index.ts";

const walk = (options: Parameters<typeof adopt>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, adopt(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("adopt", () => {
  it("fills v first and then divides by what it knew before", () => {
    const [first, second, third] = walk({ learningRate: 1, beta1: 0.5, beta2: 0.75 }, [4, 2, 1]);
    expect(first).toBe(0);
    expect(second).toBeCloseTo(-0.5 * (2 / 4), 14);
    // v = 0.75·16 + 0.25·4.
    expect(third - second).toBeCloseTo(-(0.5 * 0.25 + 0.5 / Math.sqrt(13)), 14);
  });

  it("clamps scaled gradients to t^¼, counted in two ways", () => {
    const gradients = [1, 100, 100, 100];
    const options = { learningRate: 1, beta1: 0, beta2: 0.9999 };
    const lengths = (path: readonly number[]) => path.map((value, index) => (path[index - 1] ?? 0) - value);
    [0, 2 ** 0.25, 3 ** 0.25, 4 ** 0.25].forEach((value, index) => {
      expect(lengths(walk(options, gradients))[index]).toBeCloseTo(value, 12);
    });
    [0, 1, 2 ** 0.25, 3 ** 0.25].forEach((value, index) => {
      expect(lengths(walk({ ...options, clipStart: 1 }, gradients))[index]).toBeCloseTo(value, 12);
    });
    expect(lengths(walk({ ...options, clipping: false }, gradients))[1]).toBeCloseTo(100, 12);
  });

  it("looks ahead with nesterov", () => {
    const [, second] = walk({ learningRate: 1, beta1: 0.5, nesterov: true }, [4, 2]);
    expect(second).toBeCloseTo(-(0.5 * 0.25 + 0.25), 14);
  });

  it("decays weights apart from the averages, at the first update, too", () => {
    const weights = { w: Float64Array.of(5) };
    new Optimizer(weights, adopt({ learningRate: 0.1, weightDecay: 0.5 })).step({ w: [1] });
    expect(weights.w[0]).toBeCloseTo(4.75, 13);
  });
});
