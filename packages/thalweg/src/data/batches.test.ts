import { describe, expect, it } from "vitest";
import { type BatchOptions, batches, updatesPerEpoch } from "./batches.ts";
import { dataset } from "./dataset.ts";
import { byteVocabulary, textWindows } from "./text/index.ts";

const numbered = dataset({
  inputs: { values: Float32Array.from({ length: 20 }, (_, i) => i), shape: [10, 2] },
  targets: Int32Array.from({ length: 10 }, (_, i) => i),
});

const labels = (options: BatchOptions): number[][] =>
  [...batches(numbered, options)].map(({ targets }) => [...targets.values]);

describe("updatesPerEpoch", () => {
  it.each([
    [5_000_000, 1000, "keep", 5000],
    [60000, 128, "keep", 469],
    [60000, 128, "drop", 468],
    [10, 1, "keep", 10],
    [10, 64, "keep", 1],
    [10, 64, "drop", 0],
    [10, "all", "drop", 1],
  ] as const)("%d examples at %s, remainder %s: %d", (examples, batchSize, remainder, updates) => {
    expect(updatesPerEpoch(examples, batchSize, remainder)).toBe(updates);
  });

  it("counts those of a data set, and of a source that knows them", () => {
    expect([updatesPerEpoch(numbered, 4), updatesPerEpoch(numbered, 4, "drop")]).toEqual([3, 2]);
    const windows = textWindows("abcabcabcabc", { length: 2, vocabulary: byteVocabulary() });
    expect(updatesPerEpoch(windows, 2)).toBe(
      [...windows({ epoch: 3, seed: 1, batchSize: 2, shuffle: true, remainder: "keep" })].length,
    );
    expect(() => updatesPerEpoch(function* () {}, 4)).toThrow("updatesPerEpoch: a source must say how many batches");
    const nothing = { ...numbered, name: "mine", inputs: { values: new Float32Array(0), shape: [0, 2] } };
    expect(() => batches(nothing, { batchSize: 4 })).toThrow(
      "mine: a data set must hold at least one example, got none",
    );
  });
});

describe("batches", () => {
  it("goes through the data in order when not shuffled", () => {
    expect(labels({ batchSize: 4, shuffle: false })).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
    expect(labels({ batchSize: 4, shuffle: false, remainder: "drop" })).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    const [, second] = batches(numbered, { batchSize: 4, shuffle: false });
    expect(second.inputs).toEqual({ values: Float32Array.of(8, 9, 10, 11, 12, 13, 14, 15), shape: [4, 2] });
  });

  it("visits every example once an epoch, inputs beside their targets", () => {
    const epoch = batches(numbered, { batchSize: 3, seed: 5, epoch: 2 });
    expect(epoch.length).toBe(4);
    const seen: number[] = [];
    for (const { inputs, targets } of epoch) {
      targets.values.forEach((label, row) => {
        expect([inputs.values[2 * row], inputs.values[2 * row + 1]]).toEqual([2 * label, 2 * label + 1]);
        seen.push(label);
      });
    }
    expect(seen.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("orders by seed and epoch alone", () => {
    const order = (seed: number, epoch: number, batchSize: number) => labels({ batchSize, seed, epoch }).flat();
    expect(order(1, 0, 4)).toEqual(order(1, 0, 3));
    expect(order(1, 0, 4)).not.toEqual(order(1, 1, 4));
    expect(order(1, 0, 4)).not.toEqual(order(2, 0, 4));
    const epoch = batches(numbered, { batchSize: 4, seed: 1 });
    expect([...epoch]).toEqual([...epoch]);
  });

  it("makes one batch of all examples, and one of each", () => {
    expect(labels({ batchSize: "all", shuffle: false })).toEqual([[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]);
    expect(labels({ batchSize: 1 }).length).toBe(10);
    expect(labels({ batchSize: 1 }).every((batch) => batch.length === 1)).toBe(true);
  });

  it.each([true, false])("gives copies that may be kept and changed (shuffle: %s)", (shuffle) => {
    const [first, second] = batches(numbered, { batchSize: 5, shuffle });
    const before = second.inputs.values.slice();
    first.inputs.values.fill(-1);
    expect(second.inputs.values).toEqual(before);
    expect(numbered.inputs.values.includes(-1)).toBe(false);
  });

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses batchSize %d", (batchSize) => {
    expect(() => batches(numbered, { batchSize })).toThrow(
      `batches: batchSize must be a positive whole number or "all", got ${batchSize}`,
    );
  });

  it("refuses to drop everything, and epochs before the first", () => {
    expect(() => batches(numbered, { batchSize: 11, remainder: "drop" })).toThrow(
      'batches: batchSize 11 is more than the 10 examples and remainder is "drop", which leaves no batch',
    );
    expect(() => batches(numbered, { batchSize: 2, epoch: -1 })).toThrow("epoch must be a whole number from 0, got -1");
  });
});
