import { describe, expect, it } from "vitest";
import { addGradientNoise, Optimizer } from "../index.ts";

/** What one parameter of `size` zeros becomes by noise alone, update by update. */
const noiseOf = (size: number, steps: number, seed = 0) => {
  const weights = { w: new Float64Array(size) };
  const optimizer = new Optimizer(weights, addGradientNoise({ eta: 0.09, gamma: 0.5 }), { seed });
  return Array.from({ length: steps }, () => {
    const before = weights.w.slice();
    optimizer.step({ w: new Float64Array(size) });
    return weights.w.map((value, index) => value - before[index]);
  });
};

const deviation = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);

describe("addGradientNoise", () => {
  it("has variance η/tᵞ", () => {
    const drawn = noiseOf(20_000, 16);
    for (const t of [1, 4, 16]) {
      const expected = Math.sqrt(0.09 / Math.sqrt(t));
      expect(Math.abs(deviation(drawn[t - 1]) / expected - 1)).toBeLessThan(0.02);
      const mean = drawn[t - 1].reduce((sum, x) => sum + x, 0) / 20_000;
      expect(Math.abs(mean) / expected).toBeLessThan(0.025);
    }
  });

  it("is drawn anew each step, and the same for the same seed", () => {
    const [first, second] = noiseOf(4, 2);
    expect(first).not.toEqual(second);
    expect(noiseOf(4, 2)).toEqual([first, second]);
    expect(noiseOf(4, 1, 1)).not.toEqual([first]);
  });

  it("is nothing with η = 0, and refuses less", () => {
    const weights = { w: Float64Array.of(1) };
    new Optimizer(weights, addGradientNoise({ eta: 0 })).step({ w: [2] });
    expect(weights.w[0]).toBe(3);
    expect(() => addGradientNoise({ eta: -1 })).toThrow("addGradientNoise: eta must be ≥ 0, got -1");
  });
});
