import { describe, expect, it } from "vitest";
import { Generator } from "../../random/index.ts";
import { batches } from "../batches.ts";
import { type Dataset, dataset } from "../dataset.ts";
import { augment } from "./augment.ts";
import type { Augmentation } from "./augmentation.ts";
import { flip, flipImage } from "./flip.ts";
import { noise } from "./noise.ts";
import { shift, shiftImage } from "./shift.ts";

/** Ten images [5, 4, 1] whose pixels are 1 to 20, plus 100 times the number of the image, which is the label. */
const images = (): Dataset =>
  dataset({
    inputs: {
      values: Float32Array.from({ length: 200 }, (_, i) => 100 * Math.floor(i / 20) + (i % 20) + 1),
      shape: [10, 5, 4, 1],
    },
    targets: Int32Array.from({ length: 10 }, (_, i) => i),
  });
const request = (options: { epoch?: number; seed?: number; batchSize?: number; shuffle?: boolean } = {}) => ({
  ...{ epoch: 0, seed: 0, batchSize: 3, shuffle: true, remainder: "keep" as const },
  ...options,
});
/** The changed pixels of each image, by its label. */
const byLabel = (augmentations: readonly Augmentation[], options = {}): Map<number, number[]> => {
  const found = new Map<number, number[]>();
  for (const { inputs, targets } of augment(images(), augmentations)(request(options))) {
    targets.values.forEach((label, row) => void found.set(label, [...inputs.values.slice(row * 20, row * 20 + 20)]));
  }
  return new Map([...found].sort(([a], [b]) => a - b));
};
const everything = [shift(2), flip(), noise(0.3)];

describe("augment", () => {
  it("changes an example by seed, epoch and example alone: not by batch size or order", () => {
    const once = byLabel(everything);
    expect(byLabel(everything, { batchSize: 1 })).toEqual(once);
    expect(byLabel(everything, { batchSize: 10, shuffle: false })).toEqual(once);
    expect(byLabel(everything, { epoch: 1 })).not.toEqual(once);
    expect(byLabel(everything, { seed: 1 })).not.toEqual(once);
    expect(new Set([...once.values()].map((pixels) => pixels.map((p) => p % 100).join())).size).toBe(10);
  });

  it("leaves one augmentation's draws alone when another is added after it", () => {
    const [alone, both] = [byLabel([shift(2)]), byLabel([shift(2), noise(1e-3)])];
    for (const [label, pixels] of alone) {
      const noisy = both.get(label) ?? [];
      expect(Math.max(...pixels.map((pixel, i) => Math.abs(pixel - noisy[i])))).toBeLessThan(0.01);
    }
  });

  it("leaves the data set, the targets and the order of batches as they are", () => {
    const source = images();
    const before = images();
    const changed = augment(source, everything)(request({ epoch: 2, seed: 5 }));
    const plain = batches(source, { batchSize: 3, epoch: 2, seed: 5 });
    expect(changed.length).toBe(plain.length);
    expect([...changed].map(({ targets }) => targets)).toEqual([...plain].map(({ targets }) => targets));
    expect([...changed]).toEqual([...changed]);
    expect(source).toEqual(before);
  });

  it("refuses no augmentations, and inputs that cannot be changed so", () => {
    const table = dataset({
      inputs: [
        [1, 2],
        [3, 4],
      ],
      targets: [0, 1],
    });
    const bytes = dataset({ inputs: { values: new Uint8Array(8), shape: [2, 2, 2, 1] }, targets: [0, 1] });
    expect(() => augment(images(), [])).toThrow("augmentations must name at least one");
    expect(() => augment(table, [flip()])).toThrow(
      "flip: inputs must be images [examples, height, width, channels], got examples of shape [2]",
    );
    expect(() => augment(table, [shift(1)])).toThrow("shift: inputs must be images");
    expect(() => augment(bytes, [noise(1)])).toThrow(
      "noise: inputs must be floats, got uint8; bring them to [0, 1] with rescale() first",
    );
    expect(() => augment(images(), [shift(4)])).toThrow("shift: pixels must be below the images' 5×4, got 4");
  });
});

describe("shift", () => {
  it("moves an image and fills what comes in", () => {
    const image = Uint8Array.of(1, 2, 3, 4, 5, 6);
    shiftImage(image, [2, 3, 1], { down: 1, right: -1, fill: 9 });
    expect(image).toEqual(Uint8Array.of(9, 9, 9, 2, 3, 9));
    const colors = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    shiftImage(colors, [2, 2, 2], { down: -1, right: 1, fill: 0 });
    expect(colors).toEqual(Float32Array.of(0, 0, 5, 6, 0, 0, 0, 0));
  });

  it("takes every whole distance alike", () => {
    const { apply } = shift(1);
    const counts = new Map<string, number>();
    for (let example = 0; example < 1800; example += 1) {
      const image = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0);
      apply(image, [3, 3, 1], new Generator(0, example));
      counts.set(image.join(), (counts.get(image.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(9);
    // 200 of each expected, with a deviation of 13.3: five of them.
    for (const count of counts.values()) expect(Math.abs(count - 200)).toBeLessThan(67);
  });

  it.each([0, -1, 1.5])("refuses %d pixels", (pixels) => {
    expect(() => shift(pixels)).toThrow(`shift: pixels must be a positive whole number, got ${pixels}`);
  });
});

describe("flip", () => {
  it("mirrors left to right, channels together", () => {
    const image = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    flipImage(image, [2, 3, 2]);
    expect(image).toEqual(Float32Array.of(5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8));
  });

  it("does so with its probability", () => {
    const flipped = (probability: number) => {
      let count = 0;
      for (let example = 0; example < 1000; example += 1) {
        const image = Uint8Array.of(0, 1);
        flip(probability).apply(image, [1, 2, 1], new Generator(3, example));
        count += image[0];
      }
      return count;
    };
    expect([flipped(0), flipped(1)]).toEqual([0, 1000]);
    // A deviation of 15.8 at ½, of 9.5 at 0.1: five of them.
    expect(Math.abs(flipped(0.5) - 500)).toBeLessThan(79);
    expect(Math.abs(flipped(0.1) - 100)).toBeLessThan(48);
    expect(() => flip(1.5)).toThrow("flip: probability must be in [0, 1], got 1.5");
  });
});

describe("noise", () => {
  it("has mean 0 and the deviation asked for", () => {
    const example = new Float64Array(40_000).fill(5);
    noise(0.25).apply(example, [40_000], new Generator(1, "noise"));
    const mean = example.reduce((sum, x) => sum + x, 0) / example.length;
    const variance = example.reduce((sum, x) => sum + (x - mean) ** 2, 0) / example.length;
    expect(Math.abs(mean - 5)).toBeLessThan(5 * (0.25 / 200));
    expect(Math.abs(Math.sqrt(variance) - 0.25)).toBeLessThan(5 * (0.25 / Math.sqrt(80_000)));
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a deviation of %d", (deviation) => {
    expect(() => noise(deviation)).toThrow(`noise: deviation must be a finite number above 0, got ${deviation}`);
  });
});
