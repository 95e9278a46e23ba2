import { describe, expect, it } from "vitest";
import { Optimizer, rProp } from "../index.ts";

const walk = (options: Parameters<typeof rProp>[0], gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, rProp(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("rProp", () => {
  it("lengthens while the sign stays, waits after a change, then goes half as far", () => {
    // d = 1, 1.2, 0.6 (no step), 0.6 the other way.
    const path = walk({ learningRate: 1 }, [5, 0.1, -3, -7]);
    [-1, -2.2, -2.2, -1.6].forEach((value, index) => {
      expect(path[index]).toBeCloseTo(value, 14);
    });
  });

  it("sees signs only", () => {
    const gradients = [5, 0.1, -3, -7, 2];
    const tiny = gradients.map((g) => g * 1e-9);
    expect(walk({ learningRate: 1 }, tiny)).toEqual(walk({ learningRate: 1 }, gradients));
  });

  it("keeps lengths between the least and the greatest", () => {
    expect(walk({ learningRate: 1, etas: [0.5, 4], stepSizes: [0.1, 2] }, [1, 1, 1])).toEqual([-1, -3, -5]);
    expect(walk({ learningRate: 1, etas: [0.1, 2], stepSizes: [0.5, 2] }, [1, -1, -1])).toEqual([-1, -1, -0.5]);
  });

  it("stands still where the gradient is 0, and forgets no length", () => {
    expect(walk({ learningRate: 1 }, [1, 0, 1])).toEqual([-1, -1, -2]);
  });

  it("refuses factors that do not shrink or grow", () => {
    expect(() => rProp({ etas: [1.2, 0.5] })).toThrow(
      "rProp: etas must be two numbers [η⁻, η⁺] with 0 < η⁻ < 1 < η⁺, got [1.2,0.5]",
    );
    expect(() => rProp({ stepSizes: [2, 1] })).toThrow("rProp: stepSizes must be two numbers");
  });
});
