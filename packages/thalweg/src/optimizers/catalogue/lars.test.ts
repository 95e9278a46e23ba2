import { describe, expect, it } from "vitest";
import { lars, Optimizer } from "../index.ts";

/** Steps of a matrix [[3, 4]] against the same gradient [0, 2] again and again. */
const steps = (options: Parameters<typeof lars>[0], count = 1, shape: readonly number[] = [1, 2]): number[] => {
  const weights = { w: { data: Float64Array.of(3, 4), shape } };
  const optimizer = new Optimizer(weights, lars({ learningRate: 1, initialVelocity: "zero", ...options }));
  let before = 4;
  return Array.from({ length: count }, () => {
    before = weights.w.data[1];
    optimizer.step({ w: [0, 2] });
    return before - weights.w.data[1];
  });
};

describe("lars", () => {
  it("steps by γc‖w‖ along a matrix's gradient, by plain momentum along a vector's", () => {
    expect(steps({ trustCoefficient: 0.01 })[0]).toBeCloseTo(0.05, 14);
    expect(steps({ trustCoefficient: 0.01 }, 1, [2])[0]).toBe(2);
    expect(steps({ trustCoefficient: 0.01, scaleVectors: true }, 1, [2])[0]).toBeCloseTo(0.05, 14);
  });

  it("starts v at the first gradient, unscaled, unless it starts at 0", () => {
    expect(steps({ trustCoefficient: 0.01, initialVelocity: "gradient" })[0]).toBeCloseTo(0.9 * 2 + 0.05, 14);
  });

  it("accumulates, and looks ahead on request", () => {
    const [first, second] = steps({ trustCoefficient: 0.01 }, 2);
    const norm = Math.hypot(3, 4 - first);
    expect(second).toBeCloseTo(0.9 * 0.05 + 0.01 * norm, 14);
    expect(steps({ trustCoefficient: 0.01, nesterov: true })[0]).toBeCloseTo(1.9 * 0.05, 14);
    expect(steps({ trustCoefficient: 0.01, momentum: 0 }, 2)[1]).toBeCloseTo(0.01 * norm, 14);
  });

  it("multiplies by the rate inside v or outside", () => {
    const learningRate = (step: number) => (step === 0 ? 1 : 0);
    expect(steps({ learningRate, trustCoefficient: 0.01 }, 2)[1]).toBeCloseTo(0.9 * 0.05, 14);
    expect(steps({ learningRate, trustCoefficient: 0.01, momentumForm: "plain" }, 2)[1]).toBe(0);
  });

  it("divides ‖w‖ by the gradient's length in each form's way", () => {
    const decay = { trustCoefficient: 0.1, weightDecay: 0.5 };
    const moved = 2 + 0.5 * 4;
    expect(steps(decay)[0]).toBeCloseTo(((0.1 * 5) / (2 + 0.5 * 5)) * moved, 14);
    expect(steps({ ...decay, trustRatio: "decayed" })[0]).toBeCloseTo(((0.1 * 5) / Math.hypot(1.5, 4)) * moved, 14);
    expect(steps({ ...decay, trustRatio: "gradient" })[0]).toBeCloseTo(((0.1 * 5) / 2) * moved, 14);
    expect(steps({ ...decay, epsilon: 1 })[0]).toBeCloseTo(((0.1 * 5) / (2 + 0.5 * 5 + 1)) * moved, 14);
  });
});
