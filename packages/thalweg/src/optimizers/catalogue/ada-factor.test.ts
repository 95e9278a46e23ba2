import { describe, expect, it } from "vitest";
import { adaFactor, Optimizer } from "../index.ts";

/** Weights of 1 after steps with given gradients. */
const stepped = (
  options: Parameters<typeof adaFactor>[0],
  shape: readonly number[],
  ...gradients: readonly (readonly number[])[]
): number[] => {
  const weights = { w: { data: new Float64Array(gradients[0].length).fill(1), shape } };
  const optimizer = new Optimizer(weights, adaFactor(options));
  for (const gradient of gradients) optimizer.step({ w: gradient });
  return [...weights.w.data];
};

describe("adaFactor", () => {
  it("rebuilds squares of rank one exactly", () => {
    for (const value of stepped({}, [2, 2], [1, 2, 2, 4])) expect(value).toBeCloseTo(0.99, 14);
  });

  it("rebuilds others from row and column means", () => {
    const [a, , , d] = stepped({ clippingThreshold: 0 }, [2, 2], [1, 3, 3, 1]);
    // All row and column means of squares are 5.
    expect(a).toBeCloseTo(1 - 0.01 / Math.sqrt(5), 14);
    expect(d).toBeCloseTo(a, 15);
  });

  it("averages squares with β₂ = 1 − t^κ", () => {
    const keep = 1 - 2 ** -0.8;
    const [w] = stepped({ scaleParameter: false }, [1], [1], [3]);
    // The second step, 3/√(β₂ + 9(1 − β₂)) > 1, is shortened to 1.
    expect(3 / Math.sqrt(keep + 9 * (1 - keep))).toBeGreaterThan(1);
    expect(w).toBeCloseTo(1 - 0.02, 14);
    const unclipped = { scaleParameter: false, clippingThreshold: 0 };
    const expected = 0.99 - 0.03 / Math.sqrt(keep + 9 * (1 - keep));
    expect(stepped(unclipped, [1], [1], [3])[0]).toBeCloseTo(expected, 14);
  });

  it("shortens updates to d", () => {
    const at = (clippingThreshold: number) => 1 - stepped({ scaleParameter: false, clippingThreshold }, [2], [1, 1])[0];
    expect(at(0.5)).toBeCloseTo(0.005, 14);
    expect(at(2)).toBeCloseTo(0.01, 14);
  });

  it("decays by the step size, the rate or λ itself", () => {
    const decayed = (decayForm: "step" | "rate" | "plain") => {
      const weights = { w: Float64Array.of(4, 4) };
      new Optimizer(weights, adaFactor({ weightDecay: 0.5, decayForm })).step({ w: [0, 0] });
      return weights.w[0];
    };
    expect(decayed("step")).toBeCloseTo(4 - 4 * 0.5 * 0.04, 14);
    expect(decayed("rate")).toBeCloseTo(4 - 4 * 0.5 * 0.01, 14);
    expect(decayed("plain")).toBeCloseTo(4 - 4 * 0.5, 14);
  });

  it("averages steps on request", () => {
    expect(1 - stepped({ beta1: 0.9 }, [1], [1])[0]).toBeCloseTo(1e-3, 15);
  });

  it("keeps factors of matrices, and all squares where they are too small or told so", () => {
    const kept = (options: Parameters<typeof adaFactor>[0]) => {
      const weights = { w: { data: new Float64Array(24), shape: [2, 3, 4] } };
      const { slots } = new Optimizer(weights, adaFactor(options)).state();
      return Object.values(slots).map(({ length }) => length);
    };
    expect(kept({})).toEqual([6, 8, 1]);
    expect(kept({ factoredFrom: 4 })).toEqual([1, 1, 24]);
    expect(kept({ factored: false })).toEqual([1, 1, 24]);
  });

  it("factors the largest two axes on request", () => {
    const gradient = Array.from({ length: 24 }, (_, index) => 1 + (index % 5));
    const sideways = { data: new Float64Array(24).fill(1), shape: [4, 2, 3] };
    const upright = { data: new Float64Array(24).fill(1), shape: [2, 3, 4] };
    // The same numbers with the axis of 4 first or last.
    const turned = Array.from({ length: 24 }, (_, index) => {
      const [a, b, c] = [Math.floor(index / 6), Math.floor(index / 3) % 2, index % 3];
      return b * 12 + c * 4 + a;
    });
    const options = { factoredAxes: "largest" as const };
    new Optimizer({ w: upright }, adaFactor(options)).step({ w: gradient });
    new Optimizer({ w: sideways }, adaFactor(options)).step({ w: turned.map((from) => gradient[from]) });
    for (const [index, from] of turned.entries()) expect(sideways.data[index]).toBeCloseTo(upright.data[from], 14);
  });
});
