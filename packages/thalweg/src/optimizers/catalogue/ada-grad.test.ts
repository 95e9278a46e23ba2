import { describe, expect, it } from "vitest";
import { adaGrad, Optimizer } from "../index.ts";

const walk = (options: Parameters<typeof adaGrad>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, adaGrad(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("adaGrad", () => {
  it("takes steps η/√t against a constant gradient", () => {
    let w = 0;
    walk({ learningRate: 0.1, epsilon: 0 }, [7, 7, 7, 7]).forEach((value, index) => {
      w -= 0.1 / Math.sqrt(index + 1);
      expect(value).toBeCloseTo(w, 14);
    });
  });

  it("adds ε beside the root, or inside it on request", () => {
    expect(walk({ learningRate: 1, epsilon: 1 }, [3])[0]).toBeCloseTo(-3 / (3 + 1), 14);
    expect(walk({ learningRate: 1, epsilon: 7, epsilonInsideRoot: true }, [3])[0]).toBeCloseTo(-3 / 4, 14);
  });

  it("lowers the rate by 1 + (t − 1)d on request", () => {
    const options = { learningRate: 1, learningRateDecay: 0.5, epsilon: 0 };
    // η = 1, 1/1.5, 1/2 and √G = 3, √18, √27.
    const expected = -1 - 3 / (1.5 * Math.sqrt(18)) - 3 / (2 * Math.sqrt(27));
    expect(walk(options, [3, 3, 3])[2]).toBeCloseTo(expected, 14);
  });

  it("starts G where it is told", () => {
    expect(walk({ learningRate: 1, initialAccumulator: 16, epsilon: 0 }, [3])[0]).toBeCloseTo(-3 / 5, 14);
  });

  it("leaves weights alone where gradients are 0", () => {
    expect(walk({}, [0, 0])).toEqual([0, 0]);
  });
});
