import { describe, expect, it } from "vitest";
import { adaGrad, ftrl, Optimizer, type OptimizerSpec } from "../index.ts";

const gradients = [2, -1, 0.5, 3, -4];

const walk = (optimizer: OptimizerSpec, start = 0): number[] => {
  const weights = { w: Float64Array.of(start) };
  const running = new Optimizer(weights, optimizer);
  return gradients.map((gradient) => {
    running.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("ftrl", () => {
  it("is AdaGrad without penalties, from any start", () => {
    const ours = walk(ftrl({ learningRate: 0.1, initialAccumulator: 0.5 }), 3);
    const expected = walk(adaGrad({ learningRate: 0.1, initialAccumulator: 0.5, epsilon: 0 }), 3);
    ours.forEach((value, step) => {
      expect(value).toBeCloseTo(expected[step], 13);
    });
  });

  it("minimizes Σg·w + λ₁|w| + λ₂w² + proximal terms", () => {
    // n = 4, 5; z = 2, then 2 − 1 − (√5 − 2)/0.5 · w₁.
    const [w1, w2] = walk(ftrl({ learningRate: 0.5, initialAccumulator: 0, l1: 0.4, l2: 0.25, beta: 1 }));
    expect(w1).toBeCloseTo(-(2 - 0.4) / ((1 + 2) / 0.5 + 0.5), 14);
    const z = 1 - ((Math.sqrt(5) - 2) / 0.5) * w1;
    expect(w2).toBeCloseTo(-(z - 0.4) / ((1 + Math.sqrt(5)) / 0.5 + 0.5), 14);
  });

  it("makes weights exactly 0 where |z| ≤ λ₁", () => {
    expect(walk(ftrl({ l1: 100 }))).toEqual([0, 0, 0, 0, 0]);
  });

  it("holds weights where they are, or pulls them towards 0 as TensorFlow does", () => {
    const rule = { learningRate: 0.1, initialAccumulator: 0.25 };
    const grown = Math.sqrt(4.25);
    expect(walk(ftrl(rule), 3)[0]).toBeCloseTo(3 - (0.1 * 2) / grown, 14);
    expect(walk(ftrl({ ...rule, center: "origin" }), 3)[0]).toBeCloseTo(3 * (1 - 0.5 / grown) - (0.1 * 2) / grown, 14);
  });

  it("leaves weights where they are when the rate falls, or pulls them towards 0 as TensorFlow does", () => {
    const last = (center: "weights" | "origin") => {
      const weights = { w: Float64Array.of(3) };
      const rule = ftrl({ learningRate: (step) => 0.1 / (1 + step), beta: 1, center });
      const running = new Optimizer(weights, rule);
      for (let step = 0; step < 3; step++) running.step({ w: [step === 0 ? 1 : 0] });
      return weights.w[0];
    };
    expect(last("weights")).toBeCloseTo(3 - 0.1 / (1 + Math.sqrt(1.1)), 13);
    expect(Math.abs(last("origin"))).toBeLessThan(1);
  });

  it("falls by another power on request: at 0 the rate stays", () => {
    const path = walk(ftrl({ learningRate: 0.1, learningRatePower: 0 }), 3);
    let w = 3;
    for (const [step, gradient] of gradients.entries()) {
      w -= 0.1 * gradient;
      expect(path[step]).toBeCloseTo(w, 13);
    }
    expect(() => ftrl({ learningRatePower: 0.5 })).toThrow("ftrl: learningRatePower must be ≤ 0, got 0.5");
  });

  it("adds 2λw to the gradient, though not to n, with l2Shrinkage", () => {
    const [w] = walk(ftrl({ learningRate: 0.1, initialAccumulator: 0.25, l2Shrinkage: 0.5 }), 3);
    expect(w).toBeCloseTo(3 - (0.1 * (2 + 3)) / Math.sqrt(4.25), 14);
  });
});
