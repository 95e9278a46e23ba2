import { describe, expect, it } from "vitest";
import { Interruption } from "../surroundings.ts";
import { compareBatchSizes } from "./batch-sizes.ts";

const sizes = ["all", 1, 32] as const;
const last = (values: readonly number[]): number => values[values.length - 1];

describe("compareBatchSizes", () => {
  it("learns logistic regression: the variance falls as 1/b, and small batches learn most from an epoch", async () => {
    const heard: string[] = [];
    const { rows, sections, text } = await compareBatchSizes(
      { model: "logistic", batchSizes: sizes, examples: 256, epochs: 3 },
      (line) => heard.push(line),
    );
    const [all, one, some] = rows;
    expect(text).toBe("logistic regression, 21 weights, 256 examples");
    expect(heard).toEqual(["batch size 256", "batch size 1", "batch size 32"]);
    expect(all.gradientVariance).toBe(0);
    // b = 32 of 256: 1/32·(1 − 32/256) over 1 − 1/256.
    expect(some.gradientVariance / one.gradientVariance).toBeCloseTo(0.875 / 32 / (255 / 256), 10);
    for (const { lossByEpoch, secondsByEpoch } of rows) {
      expect([lossByEpoch.length, secondsByEpoch.length]).toEqual([4, 4]);
      expect(lossByEpoch[0]).toBeCloseTo(Math.LN2, 12);
      expect(secondsByEpoch).toEqual(secondsByEpoch.toSorted((a, b) => a - b));
    }
    expect(one.lossByEpoch[1]).toBeLessThan(all.lossByEpoch[1]);
    expect(last(some.lossByEpoch)).toBeLessThan(last(all.lossByEpoch));
    expect(sections.map(({ figure }) => figure?.kind)).toEqual(["line", "line", "line"]);
  });

  it("learns a perceptron, whose variance falls as 1/b, too", async () => {
    const { rows } = await compareBatchSizes({ model: "mlp", batchSizes: [1, 16, "all"], examples: 120, epochs: 1 });
    const [one, some, all] = rows;
    expect(all.gradientVariance).toBe(0);
    const ratio = some.gradientVariance / one.gradientVariance;
    expect(ratio * 16).toBeGreaterThan(0.6);
    expect(ratio * 16).toBeLessThan(1.2);
    expect(last(one.lossByEpoch)).toBeLessThan(last(all.lossByEpoch));
    expect(last(all.lossByEpoch)).toBeLessThan(all.lossByEpoch[0]);
  });

  it.each(["logistic", "mlp"] as const)("gives equal losses for equal seeds: %s", async (model) => {
    const losses = async (seed: number) => {
      const { rows } = await compareBatchSizes({ model, batchSizes: [20], examples: 60, epochs: 2, seed });
      return rows[0].lossByEpoch;
    };
    expect(await losses(1)).toEqual(await losses(1));
    expect(await losses(1)).not.toEqual(await losses(2));
  });

  it.each(["logistic", "mlp"] as const)("has a diverging run as a result: %s", async (model) => {
    const { rows, sections } = await compareBatchSizes({
      model,
      batchSizes: [20],
      examples: 60,
      epochs: 2,
      learningRate: 1e308,
    });
    expect(rows[0].divergedAt).toBe(1);
    expect(last(rows[0].lossByEpoch)).not.toSatisfy(Number.isFinite);
    expect(sections[0].table?.rows[0]).toContain("diverged at update 1");
  });

  it("refuses sizes there cannot be, and stops when asked", async () => {
    const of = (batchSizes: readonly (number | "all")[], interruption?: Interruption) =>
      compareBatchSizes({ model: "logistic", batchSizes, examples: 60, epochs: 1 }, undefined, interruption);
    await expect(of([61])).rejects.toThrow("--batch-sizes: a batch has at most 60 examples, those there are, got 61");
    await expect(of(["all", 60])).rejects.toThrow("--batch-sizes: 60 is there twice; name each size once");
    await expect(of([])).rejects.toThrow("batchSizes must not be empty");
    const asked = new Interruption();
    asked.request();
    await expect(of([1], asked)).rejects.toMatchObject({ exitCode: 130 });
  });
});
