import { describe, expect, it } from "vitest";
import { Optimizer, rmsProp } from "../index.ts";

const walk = (options: Parameters<typeof rmsProp>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, rmsProp(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("rmsProp", () => {
  it("takes a first step of η/√(1 − ρ), corrected of η", () => {
    expect(walk({ learningRate: 0.01, rho: 0.75, epsilon: 0 }, [9])[0]).toBeCloseTo(-0.02, 14);
    expect(walk({ learningRate: 0.01, rho: 0.75, epsilon: 0, biasCorrection: true }, [9])[0]).toBeCloseTo(-0.01, 14);
  });

  it("adds ε beside the root, or inside it on request", () => {
    expect(walk({ learningRate: 1, rho: 0.75, epsilon: 1 }, [4])[0]).toBeCloseTo(-4 / (2 + 1), 14);
    expect(walk({ learningRate: 1, rho: 0.75, epsilon: 5, epsilonInsideRoot: true }, [4])[0]).toBeCloseTo(-4 / 3, 14);
  });

  it("measures the spread around the mean when centered", () => {
    const gradients = [4, 2];
    let [v, m, w] = [0, 0, 0];
    const expected = gradients.map((g) => {
      [v, m] = [0.75 * v + 0.25 * g * g, 0.75 * m + 0.25 * g];
      w -= g / Math.sqrt(v - m * m);
      return w;
    });
    walk({ learningRate: 1, rho: 0.75, epsilon: 0, centered: true }, gradients).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index], 13);
    });
  });

  it("survives a steady gradient when centered, where rounding would make the spread negative", () => {
    const path = walk(
      { learningRate: 1e-3, rho: 0.5, centered: true },
      Array.from({ length: 200 }, () => 0.1),
    );
    expect(path.every(Number.isFinite)).toBe(true);
  });

  it("puts the rate inside momentum or outside", () => {
    const rates = [1, 0.1];
    const learningRate = (step: number) => rates[step];
    const options = { learningRate, rho: 0.75, epsilon: 0, biasCorrection: true, momentum: 0.5 };
    // Scaled gradients are 1 each: v = 1, 1.5 outside; 1, 0.6 with the rate inside.
    expect(walk(options, [3, 3])[1]).toBeCloseTo(-(1 + 0.1 * 1.5), 13);
    expect(walk({ ...options, momentumForm: "rateInside" }, [3, 3])[1]).toBeCloseTo(-(1 + 0.6), 13);
  });

  it("starts v where it is told", () => {
    expect(walk({ learningRate: 1, rho: 0.75, epsilon: 0, initialScale: 4 }, [2])[0]).toBeCloseTo(-2 / 2, 14);
  });
});
