import { describe, expect, it } from "vitest";
import { courseOf, gradientSize, laterProbes, listed, lossLeft, outputSize, weightLayers } from "./layers-in-depth.ts";
import { layerProbe, probeAt, seenOf, setupFor, stepsWith } from "./testing/seen.ts";

describe("layers in depth", () => {
  it("are those with weights, tables left out", () => {
    const table = {
      path: "embedding",
      kind: "embedding",
      outputShape: [4],
      parameters: { weight: { shape: [9, 4], kind: "weight" as const } },
    };
    const { layers } = setupFor();
    expect(weightLayers(setupFor({ layers: [table, ...layers] }))).toEqual(["dense", "dense_1"]);
  });

  it("have the size of the parameter with the largest gradient", () => {
    // Norms are 0.5 each: 32 weights and 8 biases.
    expect(gradientSize(probeAt(1), "dense")).toBeCloseTo(0.5 / Math.sqrt(8), 12);
    expect(gradientSize(probeAt(1), "elsewhere")).toBe(0);
    const parameters = ["attention/query/weight", "attention_1/query/weight"].map((name, index) => ({
      ...{ name, size: 16, gradientNorm: 2 * (index + 1), weightNorm: 1, updateNorm: 1 },
    }));
    expect(gradientSize(probeAt(1, { parameters }), "attention")).toBe(0.5);
  });

  it("give what their own activation gives", () => {
    const probe = probeAt(1, { layers: [layerProbe("dense/activation", { mean: 3, deviation: 4 })] });
    expect(outputSize(probe, "dense")).toBe(5);
    expect(outputSize(probe, "dense_1")).toBeNaN();
  });

  it("change by powers of ten", () => {
    expect(courseOf([1, 10, 1000]).whole).toBeCloseTo(3, 12);
    expect(courseOf([1, 10, 1000]).largestPart).toBeCloseTo(2 / 3, 12);
    expect(courseOf([1, 0.01, 0.001]).largestPart).toBeCloseTo(2 / 3, 12);
  });
});

describe("a run's course", () => {
  it("is told by its later half, three probes at least", () => {
    const steps = (count: number) =>
      laterProbes(seenOf({ probes: Array.from({ length: count }, (_, index) => probeAt(index + 1)) })).map(
        ({ step }) => step,
      );
    expect(steps(4)).toEqual([2, 3, 4]);
    expect(steps(7)).toEqual([4, 5, 6, 7]);
  });

  it("leaves a part of the first loss", () => {
    expect(lossLeft(seenOf({ steps: stepsWith([4, 2, 6, 3, 3, 3, 3, 3, 3, 1]) }))).toBe(0.25);
    expect(lossLeft(seenOf({ steps: stepsWith([1, 1]) }))).toBeNaN();
  });

  it("lists names", () => {
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b"])).toBe("a and b");
    expect(listed(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
  });
});
