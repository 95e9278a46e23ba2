import { describe, expect, it } from "vitest";
import { readIdxPair } from "./idx-pair.ts";
import { writeIdx } from "./write-idx.ts";

const images = (count: number) => ({
  name: "images.idx",
  bytes: writeIdx({ values: Uint8Array.from({ length: count * 6 }, (_, i) => i), shape: [count, 2, 3] }),
});
const labels = (...values: number[]) => ({
  name: "labels.idx",
  bytes: writeIdx({ values: Uint8Array.from(values), shape: [values.length] }),
});

describe("readIdxPair", () => {
  it("joins images, given a channel, with int32 labels", async () => {
    const pair = await readIdxPair(images(2), labels(1, 0), { classes: ["cat", "dog"], name: "pets" });
    expect(pair).toEqual({
      name: "pets",
      inputs: { values: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), shape: [2, 2, 3, 1] },
      targets: { values: Int32Array.of(1, 0), shape: [2] },
      classes: ["cat", "dog"],
    });
  });

  it("leaves rows of features and unnamed classes as they are", async () => {
    const table = { name: "table", bytes: writeIdx({ values: Float32Array.of(1, 2, 3, 4), shape: [2, 2] }) };
    const pair = await readIdxPair(table, labels(5, 9));
    expect(pair.inputs.shape).toEqual([2, 2]);
    expect(pair.targets.values).toEqual(Int32Array.of(5, 9));
    expect("classes" in pair).toBe(false);
  });

  it("names both files and counts when they differ", async () => {
    await expect(readIdxPair(images(3), labels(0, 1))).rejects.toThrow(
      "got 3 images in images.idx and 2 labels in labels.idx; take both files from the same set",
    );
  });

  it("names the labels file when a label is out of range", async () => {
    const reading = readIdxPair(images(2), labels(0, 2), { classes: ["cat", "dog"] });
    await expect(reading).rejects.toThrow(
      "labels.idx: labels of 2 classes must be whole numbers from 0 to 1, got 2 at [1]",
    );
  });

  it("notices exchanged files", async () => {
    await expect(readIdxPair(labels(0, 1), images(2))).rejects.toThrow("the two files seem to be exchanged");
  });

  it("refuses files without images and numbers that are not finite", async () => {
    await expect(readIdxPair(images(0), labels())).rejects.toThrow("images.idx holds no images, shape [0, 2, 3]");
    const bad = { name: "bad.idx", bytes: writeIdx({ values: Float32Array.of(1, Number.NaN), shape: [1, 2] }) };
    await expect(readIdxPair(bad, labels(0))).rejects.toThrow("bad.idx must be finite, got NaN at [0, 1]");
  });
});
