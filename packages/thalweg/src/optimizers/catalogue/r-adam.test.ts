import { describe, expect, it } from "vitest";
import { adam, Optimizer, type OptimizerSpec, rAdam } from "../index.ts";

const walk = (optimizer: OptimizerSpec, gradients: readonly number[]): number[] => {
  const weights = { w: new Float64Array(1) };
  const running = new Optimizer(weights, optimizer);
  return gradients.map((gradient) => {
    running.step({ w: [gradient] });
    return weights.w[0];
  });
};

const steady = (steps: number) => Array.from({ length: steps }, () => 4);

describe("rAdam", () => {
  it("follows the averaged gradient while v̂ averages too few", () => {
    // ρ passes 5 at t = 6 with β₂ = 0.999.
    const path = walk(rAdam({ learningRate: 0.1 }), steady(6));
    path.slice(0, 5).forEach((value, index) => {
      expect(value).toBeCloseTo(-0.4 * (index + 1), 12);
    });
    expect(path[4] - path[5]).toBeLessThan(0.01);
  });

  it("rectifies by r afterwards", () => {
    const [beta2, t] = [0.9, 8];
    const limit = 2 / (1 - beta2) - 1;
    const rho = limit - (2 * t * beta2 ** t) / (1 - beta2 ** t);
    const r = Math.sqrt(((rho - 4) * (rho - 2) * limit) / ((limit - 4) * (limit - 2) * rho));
    const path = walk(rAdam({ learningRate: 1, beta2, epsilon: 0 }), steady(t));
    expect(path[t - 2] - path[t - 1]).toBeCloseTo(r, 12);
  });

  it("becomes Adam as ρ reaches its limit", () => {
    const gradients = Array.from({ length: 400 }, (_, index) => Math.sin(index) + 0.5);
    const [ours, adams] = [rAdam, adam].map((recipe) => walk(recipe({ learningRate: 0.01, beta2: 0.9 }), gradients));
    expect(ours[398] - ours[399]).toBeCloseTo(adams[398] - adams[399], 12);
  });

  it("takes another threshold, but never rectifies at ρ ≤ 4", () => {
    // With threshold 4 it begins one update earlier.
    const [early, late, never] = [4, 5, 1e6].map((threshold) =>
      walk(rAdam({ learningRate: 0.1, threshold }), steady(7)),
    );
    expect(early[3] - early[4]).toBeLessThan(0.1);
    expect(late[3] - late[4]).toBeCloseTo(0.4, 12);
    expect(never[5] - never[6]).toBeCloseTo(0.4, 12);
    expect(walk(rAdam({ learningRate: 0.1, threshold: 0 }), steady(7))).toEqual(early);
  });

  it("adds ε after v's correction or before", () => {
    const options = { learningRate: 1, beta2: 0.5, beta1: 0, threshold: 0, epsilon: 1 };
    // With β₂ = 0.5, ρ never passes 4.
    expect(walk(rAdam(options), [2])).toEqual([-2]);
    const last = (epsilonBeforeCorrection: boolean) => {
      const path = walk(rAdam({ learningRate: 1, beta2: 0.9, epsilon: 1, epsilonBeforeCorrection }), steady(8));
      return path[6] - path[7];
    };
    const unbias = Math.sqrt(1 / (1 - 0.9 ** 8));
    expect(last(false) / last(true)).toBeCloseTo((4 + unbias) / (4 + 1), 12);
  });
});
