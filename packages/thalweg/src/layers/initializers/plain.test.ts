import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { fansOf, type Initializer } from "./initializer.ts";
import { initialConstant, initialNormal, initialOnes, initialUniform, initialZeros } from "./plain.ts";

const count = 20_000;
const draw = (initializer: Initializer) => initializer([100, 200], new Generator(0, "w"), fansOf([100, 200]));
const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: Float64Array) => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};

describe("plain initializers", () => {
  it("repeat a constant", () => {
    expect(draw(initialConstant(0.25))).toEqual(new Float64Array(count).fill(0.25));
    expect(draw(initialZeros())).toEqual(new Float64Array(count));
    expect(draw(initialOnes())).toEqual(new Float64Array(count).fill(1));
  });

  it("draw uniforms between their bounds", () => {
    const values = draw(initialUniform(1, 3));
    expect(values.every((value) => value >= 1 && value < 3)).toBe(true);
    expect(Math.abs(mean(values) - 2)).toBeLessThan(4 * Math.sqrt(1 / 3 / count));
    expect(Math.abs(variance(values) - 1 / 3)).toBeLessThan((4 / 3) * Math.sqrt(0.8 / count));
  });

  it("draw normals of a deviation", () => {
    const values = draw(initialNormal(0.02));
    expect(Math.abs(mean(values))).toBeLessThan((4 * 0.02) / Math.sqrt(count));
    expect(Math.abs(variance(values) / 0.0004 - 1)).toBeLessThan(4 * Math.sqrt(2 / count));
  });

  it("name the rule an argument breaks", () => {
    expect(() => initialConstant(Number.NaN)).toThrow("initialConstant: value must be finite, got NaN");
    expect(() => initialUniform(1, 1)).toThrow("initialUniform: low must be below high, got 1 and 1");
    expect(() => initialNormal(0)).toThrow("initialNormal: std must be finite and > 0, got 0");
  });
});
