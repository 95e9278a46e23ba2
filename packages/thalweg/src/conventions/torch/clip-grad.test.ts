import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { clipGradNorm, clipGradValue } from "./clip-grad.ts";

describe("torch.clipGradNorm", () => {
  it("divides by ‖g‖ + 1e-6 over all parameters and never lengthens", () => {
    const clipped = (a: number, b: number): number[] => {
      const weights = { a: new Float64Array(1), b: new Float64Array(1) };
      new Optimizer(weights, clipGradNorm(5)).step({ a: [a], b: [b] });
      return [weights.a[0], weights.b[0]];
    };
    const [a, b] = clipped(6, 8);
    expect(a).toBeCloseTo((6 * 5) / (10 + 1e-6), 14);
    expect(b).toBeCloseTo((8 * 5) / (10 + 1e-6), 14);
    expect(clipped(3, 4)[0]).toBeCloseTo((3 * 5) / (5 + 1e-6), 14);
    expect(clipped(0.3, 0.4)).toEqual([0.3, 0.4]);
  });

  it("refuses by its name", () => {
    expect(() => clipGradNorm(0)).toThrow("torch.clipGradNorm: maxNorm must be > 0, got 0");
    expect(() => clipGradValue(-1)).toThrow("torch.clipGradValue: clipValue must be > 0, got -1");
  });
});

describe("torch.clipGradValue", () => {
  it("clamps each element", () => {
    const weights = { w: new Float64Array(3) };
    new Optimizer(weights, clipGradValue(0.5)).step({ w: [-2, 0.25, 0.75] });
    expect([...weights.w]).toEqual([-0.5, 0.25, 0.5]);
  });
});
