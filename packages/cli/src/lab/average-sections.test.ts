import { describe, expect, it } from "vitest";
import { averageSections, averagesOf } from "./average-sections.ts";
import { drawnSamples } from "./average-series.ts";

describe("averagesOf", () => {
  it("computes a ← βa + (1 − β)x, and divides by 1 − βᵗ where asked to", () => {
    const [{ plain, corrected, window }] = averagesOf(Float64Array.of(1, 2), [0.9], true);
    expect(window).toBeCloseTo(10, 12);
    expect(plain[0]).toBeCloseTo(0.1, 15);
    expect(plain[1]).toBeCloseTo(0.29, 15);
    expect(corrected?.[0]).toBeCloseTo(1, 15);
    expect(corrected?.[1]).toBeCloseTo(0.29 / 0.19, 14);
    expect(averagesOf(Float64Array.of(1), [0.5], false)[0].corrected).toBeUndefined();
  });

  it("leaves of the noise what the table says", () => {
    const noise = Float64Array.from(
      drawnSamples(1).values,
      (value, index) => value - 2 - Math.sin((Math.PI * index) / 100),
    );
    const deviation = (values: Float64Array) =>
      Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    const [{ plain }] = averagesOf(noise, [0.5], false);
    expect(deviation(plain) / deviation(noise)).toBeGreaterThan(0.45);
    expect(deviation(plain) / deviation(noise)).toBeLessThan(0.7);
    const [{ table }] = averageSections({ name: "noise", values: noise }, averagesOf(noise, [0.5], false));
    expect(table?.rows[0].slice(0, 3)).toEqual(["0.5", "2", "0.577"]);
  });
});

describe("averageSections", () => {
  it("draws each average, the uncorrected ones dashed", () => {
    const samples = drawnSamples(0);
    const names = (biasCorrection: boolean) => {
      const [{ figure }] = averageSections(samples, averagesOf(samples.values, [0.5, 0.9], biasCorrection));
      return figure?.kind === "line" ? figure.series.map(({ name, dashed = false }) => [name, dashed]) : [];
    };
    expect(names(true)).toEqual([
      ["samples", false],
      ["β 0.5", false],
      ["β 0.5, uncorrected", true],
      ["β 0.9", false],
      ["β 0.9, uncorrected", true],
    ]);
    expect(names(false)).toEqual([
      ["samples", false],
      ["β 0.5", false],
      ["β 0.9", false],
    ]);
  });
});
