import { type Batch, dataset, standardizer } from "thalweg/data";
import { describe, expect, it } from "vitest";
import { augmentationsIn, augmented } from "./augmentations.ts";

const pictures = dataset({
  inputs: {
    values: Float32Array.from({ length: 40 * 36 }, (_, at) => (at % 5 === 0 ? 1 : 0.25)),
    shape: [40, 6, 6, 1],
  },
  targets: Int32Array.from({ length: 40 }, (_, at) => at % 2),
});
const request = { epoch: 0, seed: 0, batchSize: 40, shuffle: false, remainder: "keep" } as const;

describe("augmentationsIn", () => {
  it("is names with commas", () => {
    expect(augmentationsIn("shift, flip,noise")).toEqual(["shift", "flip", "noise"]);
    expect(() => augmentationsIn("shift,flop")).toThrow("There is no augmentation flop; did you mean flip?");
  });
});

describe("augmented", () => {
  it("leaves pictures alone unless it is told to change them", () => {
    expect(augmented(pictures, [])).toBe(pictures);
  });

  it("shifts in what black has become by standardizing", async () => {
    const { apply, ...statistics } = standardizer(pictures);
    const source = augmented(apply(pictures), ["shift"], statistics);
    const black = -statistics.mean[0] / statistics.deviation[0];
    const batches: Batch[] = [];
    if (typeof source !== "function") throw new Error("changed pictures come from a source");
    for await (const batch of source(request)) batches.push(batch);
    const found = new Set(batches.flatMap(({ inputs }) => [...inputs.values].map((value) => value.toFixed(4))));
    const [light, dark] = [1, 0.25].map((value) => (value - statistics.mean[0]) / statistics.deviation[0]);
    expect(found).toEqual(new Set([light, dark, black].map((value) => value.toFixed(4))));
  });
});
