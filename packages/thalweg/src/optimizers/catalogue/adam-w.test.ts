import { describe, expect, it } from "vitest";
import { adam, adamW, addL2, chain, Optimizer, type OptimizerSpec, optimizerNamed } from "../index.ts";

const after = (optimizer: OptimizerSpec, gradients: readonly number[]): number => {
  const weights = { w: Float64Array.of(5) };
  const running = new Optimizer(weights, optimizer);
  for (const gradient of gradients) running.step({ w: [gradient] });
  return weights.w[0];
};

describe("adamW", () => {
  it("decays by the old weights: 5 − 0.01(1 + 0.1·5)", () => {
    expect(after(adamW({ learningRate: 0.01, weightDecay: 0.1 }), [10])).toBeCloseTo(4.985 + 1e-11, 14);
  });

  it("shrinks weights by 1 − ηλ where gradients are 0", () => {
    expect(after(adamW({ learningRate: 0.01, weightDecay: 0.1 }), [0, 0])).toBeCloseTo(5 * 0.999 ** 2, 14);
  });

  it("differs from L2, whose decay passes through the averages", () => {
    const coupled = chain(addL2(0.1), adam({ learningRate: 0.01 }));
    // Adam's step stays η long, however strong the decay is.
    expect(after(coupled, [10])).toBeCloseTo(4.99, 10);
  });

  it("is Adam without decay", () => {
    const gradients = [3, -1, 0.5, 2];
    expect(after(adamW({ weightDecay: 0 }), gradients)).toBe(after(adam(), gradients));
  });

  it("suggests the option that was meant", () => {
    expect(() => optimizerNamed("adamw")({ weightDecey: 0.1 })).toThrow(
      "adamW: there is no option weightDecey; did you mean weightDecay?",
    );
    expect(() => adamW({ beta1: 1.2 })).toThrow("adamW: beta1 must be in [0, 1), got 1.2");
  });
});
