import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { optax } from "../index.ts";

const walk = (gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, optax.rprop({ learningRate: 0.1 }));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

describe("optax.rprop", () => {
  it("makes each move one update late", () => {
    const path = walk([3, 1, 2, 1]);
    [0, -0.1, -0.22, -0.364].forEach((value, index) => {
      expect(path[index]).toBeCloseTo(value, 14);
    });
  });

  it("drops the waiting move and halves the length where the sign changes", () => {
    const path = walk([3, -1, -1, -1]);
    [0, 0, 0, 0.05].forEach((value, index) => {
      expect(path[index]).toBeCloseTo(value, 14);
    });
  });

  it("keeps the length through a gradient of 0", () => {
    const path = walk([3, 0, 1, 1]);
    [0, -0.1, -0.1, -0.2].forEach((value, index) => {
      expect(path[index]).toBeCloseTo(value, 14);
    });
  });
});
