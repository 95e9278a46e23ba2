import { describe, expect, it } from "vitest";
import { adaFactor, Optimizer } from "../index.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

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

const paper = { beta1: 0, beta2: 1, clippingForm: "shorten" as const, columnForm: "mean" as const };

describe("adaFactor", () => {
  const cases = golden("modern").cases.filter(({ optimizer }) => optimizer === "adafactor");

  it("covers its reference values", () => expect(cases.length).toBe(3));

  it.each(cases)("agrees with pytorch_optimizer on $problem over 200 steps, to 1e-10", (expected) =>
    expectTrajectory(expected, adaFactor({ learningRate: Number(expected.settings.lr) })),
  );

  it("rebuilds squares of rank one exactly", () => {
    for (const value of stepped(paper, [2, 2], [1, 2, 2, 4])) expect(value).toBeCloseTo(0.99, 14);
  });

  it("rebuilds others from row and column means", () => {
    const [a, , , d] = stepped({ ...paper, clippingThreshold: 0 }, [2, 2], [1, 3, 3, 1]);
    // All row and column means of squares are 5.
    expect(a).toBeCloseTo(1 - 0.01 / Math.sqrt(5), 14);
    expect(d).toBeCloseTo(a, 15);
  });

  it("averages squares with β₂ = 1 − t^κ", () => {
    const keep = 1 - 2 ** -0.8;
    const [w] = stepped({ ...paper, scaleParameter: false }, [1], [1], [3]);
    // The second step, 3/√(β₂ + 9(1 − β₂)) > 1, is shortened to 1.
    expect(3 / Math.sqrt(keep + 9 * (1 - keep))).toBeGreaterThan(1);
    expect(w).toBeCloseTo(1 - 0.02, 14);
    const unclipped = { ...paper, scaleParameter: false, clippingThreshold: 0 };
    const expected = 0.99 - 0.03 / Math.sqrt(keep + 9 * (1 - keep));
    expect(stepped(unclipped, [1], [1], [3])[0]).toBeCloseTo(expected, 14);
  });

  it("shortens updates above d or lengthens those below", () => {
    const at = (options: Parameters<typeof adaFactor>[0]) =>
      1 - stepped({ beta1: 0, scaleParameter: false, ...options }, [2], [1, 1])[0];
    expect(at({ clippingForm: "shorten", clippingThreshold: 0.5 })).toBeCloseTo(0.005, 14);
    expect(at({ clippingForm: "shorten", clippingThreshold: 2 })).toBeCloseTo(0.01, 14);
    expect(at({ clippingForm: "lengthen", clippingThreshold: 2 })).toBeCloseTo(0.02, 14);
    expect(at({ clippingForm: "lengthen", clippingThreshold: 0.5 })).toBeCloseTo(0.01, 14);
  });

  it("decays by the step size, the rate or λ itself", () => {
    const decayed = (decayForm: "step" | "rate" | "plain") => {
      const weights = { w: Float64Array.of(4, 4) };
      new Optimizer(weights, adaFactor({ beta1: 0, weightDecay: 0.5, decayForm })).step({ w: [0, 0] });
      return weights.w[0];
    };
    expect(decayed("step")).toBeCloseTo(4 - 4 * 0.5 * 0.04, 14);
    expect(decayed("rate")).toBeCloseTo(4 - 4 * 0.5 * 0.01, 14);
    expect(decayed("plain")).toBeCloseTo(4 - 4 * 0.5, 14);
  });

  it("averages steps in full precision or to 8 bits", () => {
    const at = (momentumPrecision: "full" | "bfloat16") => 1 - stepped({ momentumPrecision }, [1], [1])[0];
    expect(at("full")).toBeCloseTo(1e-3, 15);
    // The nearest of 8 bits: 131/131072.
    expect(at("bfloat16")).toBeCloseTo(131 / 131072, 15);
  });

  it("keeps factors of matrices, and all squares where they are too small or told so", () => {
    const kept = (options: Parameters<typeof adaFactor>[0]) => {
      const weights = { w: { data: new Float64Array(24), shape: [2, 3, 4] } };
      const { slots } = new Optimizer(weights, adaFactor({ beta1: 0, ...options })).state();
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
    const options = { ...paper, factoredAxes: "largest" as const };
    new Optimizer({ w: upright }, adaFactor(options)).step({ w: gradient });
    new Optimizer({ w: sideways }, adaFactor(options)).step({ w: turned.map((from) => gradient[from]) });
    for (const [index, from] of turned.entries()) expect(sideways.data[index]).toBeCloseTo(upright.data[from], 14);
  });
});
