import { describe, expect, it } from "vitest";
import { Lbfgs } from "../../solvers/index.ts";
import { lbfgs } from "./lbfgs.ts";

describe("torch.lbfgs", () => {
  it("gives torch's defaults, evaluations following from iterations", () => {
    expect(lbfgs()).toEqual({
      learningRate: 1,
      historySize: 100,
      maxIterations: 20,
      maxEvaluations: 25,
      lineSearch: "none",
      gradientTolerance: 1e-7,
      changeTolerance: 1e-9,
    });
    expect(lbfgs({ maxIterations: 4 }).maxEvaluations).toBe(5);
    expect(lbfgs({ maxIterations: 4, maxEvaluations: 9 }).maxEvaluations).toBe(9);
  });

  it("is what a solver takes", () => {
    const weights = { w: Float64Array.of(5) };
    const solver = new Lbfgs(weights, lbfgs({ learningRate: 0.5 }));
    solver.step(() => ({ loss: weights.w[0] ** 2, gradients: { w: [2 * weights.w[0]] } }));
    expect(Math.abs(weights.w[0])).toBeLessThan(1e-4);
  });

  it("refuses by its name", () => {
    expect(() => lbfgs({ historySize: 0 })).toThrow("torch.lbfgs: historySize must be a whole number ≥ 1, got 0");
  });
});
