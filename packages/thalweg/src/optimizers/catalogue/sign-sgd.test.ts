import { describe, expect, it } from "vitest";
import { memoryMultiple, Optimizer, signSgd } from "../index.ts";

const walk = (options: Parameters<typeof signSgd>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, signSgd(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("signSgd", () => {
  it("moves every element by the rate, whatever the gradient's size", () => {
    expect(walk({ learningRate: 1 }, [1e-9, -5, 0, 1e9])).toEqual([-1, 0, 0, -1]);
  });

  it("with momentum takes the sign of m ← βm + (1 − β)g", () => {
    // m: 2, 0.5, −1.25, −0.625.
    expect(walk({ learningRate: 1, momentum: 0.5 }, [4, -1, -3, 0])).toEqual([-1, -2, -1, 0]);
  });

  it("keeps nothing without momentum", () => {
    expect(memoryMultiple(signSgd(), { w: [3] })).toBe(0);
    expect(memoryMultiple(signSgd({ momentum: 0.9 }), { w: [3] })).toBe(1);
  });

  it("shrinks weights by ηλw beside the sign", () => {
    const weights = { w: Float64Array.of(2) };
    new Optimizer(weights, signSgd({ learningRate: 0.1, weightDecay: 0.5 })).step({ w: [7] });
    expect(weights.w[0]).toBeCloseTo(2 - 0.1 - 0.1, 15);
  });
});
