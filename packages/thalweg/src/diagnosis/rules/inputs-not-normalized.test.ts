import { describe, expect, it } from "vitest";
import type { DataFacts } from "../data-facts.ts";
import { factsOf, seenOf, setupFor } from "../testing/seen.ts";
import { inputsNotNormalized } from "./inputs-not-normalized.ts";

const judge = (inputs: Partial<DataFacts["inputs"]>, layers = setupFor().layers) =>
  inputsNotNormalized.judge(seenOf({ setup: setupFor({ layers, data: factsOf({ inputs }) }) }));

describe("inputs-not-normalized", () => {
  it("says nothing of standardized inputs, pixels in [0, 1], one-hot inputs and ids", () => {
    expect(judge({})).toBeUndefined();
    expect(judge({ mean: 0.29, deviation: 0.35, smallest: 0, largest: 1, deviations: [0.001, 0.4] })).toBeUndefined();
    expect(judge({ mean: 0.02, deviation: 0.14, smallest: 0, largest: 1, deviations: [0.03, 0.3] })).toBeUndefined();
    expect(judge({ mean: 4000, deviation: 3000, smallest: 0, largest: 9999, ids: true })).toBeUndefined();
  });

  it("names large inputs, and pixels to be divided", () => {
    const pixels = judge({ mean: 73, deviation: 90, smallest: 0, largest: 255, deviations: [90, 90] });
    expect(pixels?.sentence).toMatch(/^The inputs are large: they run from 0 to 255 with mean 73 and deviation 90,/);
    expect(pixels?.evidence).toEqual([{ what: "root mean square of the inputs", value: Math.hypot(73, 90), limit: 5 }]);
    expect(pixels?.remedies).toContain("map pixels to [0, 1]: rescale(data)");
    expect(pixels?.confidence).toBe(0.95);
    expect(judge({ mean: -300, deviation: 900, deviations: [900, 900] })?.remedies).toHaveLength(2);
  });

  it("names inputs far from 0, tiny ones, and features of very different sizes", () => {
    expect(judge({ mean: 4, deviation: 0.5, deviations: [0.5, 0.5] })?.sentence).toMatch(
      /mean is 4 and their deviation only 0.5/,
    );
    expect(judge({ mean: 0, deviation: 1e-4, deviations: [1e-4, 1e-4] })?.sentence).toMatch(/deviation is 1e-4/);
    const mixed = judge({ mean: 0, deviation: 5, deviations: [0.1, 9] });
    expect(mixed?.sentence).toMatch(/deviations run from 0.1 to 9,/);
    expect(mixed?.evidence[0]).toMatchObject({ value: 90, limit: 30 });
  });

  it("begins at its thresholds", () => {
    const large = (deviation: number) => judge({ mean: 3, deviation, deviations: [deviation, deviation] });
    // A root mean square of 5.
    expect(large(3.99)).toBeUndefined();
    expect(large(4.01)?.confidence).toBe(0.7);
    expect(judge({ mean: 1.51, deviation: 0.5, deviations: [0.5, 0.5] })).toBeDefined();
    expect(judge({ mean: 1.49, deviation: 0.5, deviations: [0.5, 0.5] })).toBeUndefined();
    expect(judge({ mean: 0.9, deviation: 0.2, deviations: [0.2, 0.2] })).toBeUndefined();
    expect(judge({ deviation: 0.0099, deviations: [0.0099, 0.0099] })).toBeDefined();
    expect(judge({ deviation: 0.0101, deviations: [0.0101, 0.0101] })).toBeUndefined();
    expect(judge({ deviations: [0.1, 3.01] })).toBeDefined();
    expect(judge({ deviations: [0.1, 2.99] })).toBeUndefined();
    // Constant features have no deviation to compare, and harm nothing.
    expect(judge({ deviations: [0, 0], deviation: 0, constant: 4 })).toBeUndefined();
  });

  it("leaves to a normalization what it brings into order", () => {
    const { layers } = setupFor();
    const norm = { path: "batchNorm", kind: "batchNorm", outputShape: [4], parameters: {} };
    const flat = { path: "flatten", kind: "flatten", outputShape: [4], parameters: {} };
    expect(judge({ mean: 0, deviation: 500, deviations: [500, 500] }, [flat, norm, ...layers])).toBeUndefined();
    expect(judge({ mean: 0, deviation: 500, deviations: [500, 500] }, [flat, ...layers])).toBeDefined();
  });
});
