import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { textDataset, textWindows } from "./text-windows.ts";
import { byteVocabulary, characterVocabulary } from "./vocabulary.ts";

const letters = "abcdefghijklm";
const vocabulary = characterVocabulary(letters);
const epochOf = (epoch: number, options: { seed?: number; batchSize?: number } = {}) => ({
  ...{ epoch, seed: 0, batchSize: 2, shuffle: true, remainder: "keep" as const },
  ...options,
});

describe("textDataset", () => {
  it("cuts windows, and the same one symbol on", () => {
    const data = textDataset(letters, { length: 4, vocabulary, name: "letters" });
    expect(data).toEqual({
      name: "letters",
      inputs: { values: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), shape: [3, 4] },
      targets: { values: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), shape: [3, 4] },
    });
  });

  it("begins a window every stride symbols, leaving out what fills none", () => {
    const { inputs } = textDataset(letters, { length: 4, stride: 3, vocabulary });
    expect(vocabulary.decode(inputs.values)).toBe("abcddefgghij");
    expect(textDataset(letters, { length: 12, vocabulary }).inputs.shape).toEqual([1, 12]);
  });

  it("refuses texts that are too short, and lengths that are none", () => {
    expect(() => textDataset(letters, { length: 13, vocabulary })).toThrow(
      "textDataset: text must hold more than length = 13 symbols, got 13; give more text or a smaller length",
    );
    expect(() => textDataset("", { length: 1, vocabulary })).toThrow("got 0");
    expect(() => textDataset(letters, { length: 0, vocabulary })).toThrow(
      "length must be a positive whole number, got 0",
    );
    expect(() => textDataset(letters, { length: 2, stride: 1.5, vocabulary })).toThrow("stride must be");
  });
});

describe("textWindows", () => {
  it("cuts the text anew each epoch, by seed and epoch alone", () => {
    const source = textWindows(letters, { length: 3, vocabulary });
    const texts = (epoch: number, options = {}) =>
      [...source(epochOf(epoch, options))].map(({ inputs }) => vocabulary.decode(inputs.values)).join("");
    expect(texts(0)).toBe(texts(0));
    expect(texts(0)).toBe(texts(0, { batchSize: 1 }));
    const epochs = Array.from({ length: 12 }, (_, epoch) => texts(epoch));
    expect(new Set(epochs).size).toBeGreaterThan(6);
    const starts = epochs.map((text) =>
      [...text].filter((_, at) => at % 3 === 0).map((letter) => letters.indexOf(letter)),
    );
    // Each window begins in a stretch of its own, anywhere in it.
    for (const begun of starts) expect(begun.map((start) => Math.floor(start / 3)).sort()).toEqual([0, 1, 2]);
    expect(new Set(starts.flat())).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]));
  });

  it("cuts a text of period 4 into all its different windows of 4, not into one", () => {
    const source = textWindows("abcd".repeat(50), { length: 4, vocabulary });
    const windows = [...source(epochOf(0, { batchSize: 1 }))].map(({ inputs }) => vocabulary.decode(inputs.values));
    expect(new Set(windows)).toEqual(new Set(["abcd", "bcda", "cdab", "dabc"]));
  });

  it("holds as many whole windows in every epoch, targets one symbol on", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(20),
        (size, length, epoch) => {
          fc.pre(size > length);
          const text = Array.from({ length: size }, (_, at) => String.fromCharCode(at)).join("");
          const batches = textWindows(text, { length, vocabulary: byteVocabulary() })(epochOf(epoch, { batchSize: 4 }));
          let windows = 0;
          for (const { inputs, targets } of batches) {
            windows += inputs.shape[0];
            expect(inputs.shape).toEqual(targets.shape);
            inputs.values.forEach((id, at) => {
              expect(id - inputs.values[at - (at % length)]).toBe(at % length);
              expect(targets.values[at]).toBe(id + 1);
            });
          }
          const offsets = Math.min(length, size - length);
          expect(windows).toBe(Math.floor((size - offsets - length) / length) + 1);
          expect(batches.length).toBe(Math.ceil(windows / 4));
        },
      ),
    );
  });
});
