import { describe, expect, it } from "vitest";
import { type AdEmaMixOptions, adam, adEMAMix, Optimizer } from "../index.ts";

const walk = (optimizer: ReturnType<typeof adam>, gradients: readonly number[], start = 0): number[] => {
  const weights = { w: Float64Array.of(start) };
  const running = new Optimizer(weights, optimizer);
  return gradients.map((gradient) => {
    running.step({ w: [gradient] });
    return weights.w[0];
  });
};

const paper: AdEmaMixOptions = { learningRate: 0.1, epsilon: 0, slowCorrection: false, decoupledWeightDecay: true };

describe("adEMAMix", () => {
  it("is Adam when α is 0", () => {
    const gradients = [2, -1, 0.5, 3];
    const plain = walk(adam({ learningRate: 0.1 }), gradients);
    walk(adEMAMix({ learningRate: 0.1, alpha: 0 }), gradients).forEach((value, index) => {
      expect(value).toBeCloseTo(plain[index], 14);
    });
  });

  it("adds α of the slow average, by hand", () => {
    const options = { beta1: 0.5, beta2: 0.5, beta3: 0.75, alpha: 4 };
    expect(walk(adEMAMix({ ...paper, ...options }), [2])[0]).toBeCloseTo(-0.1 * (1 + 4 * 0.25), 14);
    // As pytorch_optimizer has it, the slow average is divided by 1 − β₁, too.
    expect(walk(adEMAMix({ ...paper, ...options, slowCorrection: true }), [2])[0]).toBeCloseTo(-0.1 * (1 + 2), 14);
  });

  it("raises α linearly and β₃ from β₁ by half-lives over warmupSteps", () => {
    const optimizer = new Optimizer({ w: new Float64Array(1) }, adEMAMix({ ...paper, alpha: 8, warmupSteps: 4 }));
    const halfLife = (beta: number): number => Math.log(0.5) / Math.log(beta);
    const [from, to] = [halfLife(0.9), halfLife(0.9999)];
    for (const progress of [0.25, 0.5, 0.75, 1, 1]) {
      const { "scaleByAdEmaMix/slow": slow, "scaleByAdEmaMix/slowScale": scale } = optimizer.hyperparameters;
      expect(halfLife(slow) / (from + progress * (to - from))).toBeCloseTo(1, 10);
      expect(scale).toBeCloseTo(8 * progress, 14);
      optimizer.step({ w: [1] });
    }
  });

  it("adds the decay to the gradient, or leaves it apart", () => {
    expect(walk(adEMAMix({ ...paper, weightDecay: 0.5 }), [0], 5)[0]).toBeNaN();
    const apart = { ...paper, epsilon: 1e-8, weightDecay: 0.5 };
    expect(walk(adEMAMix(apart), [0], 5)[0]).toBeCloseTo(4.75, 13);
    // The gradient is λw = 2.5 then, and its scaled step 1.
    expect(walk(adEMAMix({ ...apart, decoupledWeightDecay: false, alpha: 0 }), [0], 5)[0]).toBeCloseTo(4.9, 8);
  });
});
