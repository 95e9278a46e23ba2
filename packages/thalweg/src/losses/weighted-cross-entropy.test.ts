import { beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { type DeviceName, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { type CrossEntropyOptions, crossEntropy } from "./cross-entropy.ts";

const labelsOf = (...labels: number[]) => tensor(Int32Array.from(labels), [labels.length]);

describe.each<DeviceName>(["reference", "wasm"])("weighted crossEntropy on %s", (device) => {
  beforeAll(() => useDevice(device));
  // Probabilities [½, ½], [¼, ¾] and [⅕, ⅘].
  const logits = tensor(
    [
      [0, 0],
      [0, Math.log(3)],
      [0, Math.log(4)],
    ],
    [3, 2],
    "float64",
  );
  const [half, quarter, fifth, most] = [2, 4, 5, 5 / 4].map(Math.log);
  const lossOf = (options: CrossEntropyOptions, target: Tensor, weights?: Tensor) =>
    crossEntropy(options).apply(logits, target, weights).item();

  it("weighs examples by their classes and divides by the sum of weights", async () => {
    const options = { classWeights: [3, 1] };
    const expected = (3 * half + 3 * quarter + most) / 7;
    expect(await lossOf(options, labelsOf(0, 0, 1))).toBeCloseTo(expected, 13);
    expect(await lossOf(options, labelsOf(0, 0, 1).oneHot(2))).toBeCloseTo(expected, 13);
    expect(
      await crossEntropy(options)
        .share?.(logits, labelsOf(0, 0, 1))
        .item(),
    ).toBe(7);
    expect(await lossOf({ classWeights: [1, 1] }, labelsOf(0, 0, 1))).toBeCloseTo(
      await lossOf({}, labelsOf(0, 0, 1)),
      14,
    );
  });

  it("weighs every class of a smoothed target by its own weight", async () => {
    // 0.9·w_y·(−log q_y) + 0.05·Σ w_c·(−log q_c), over Σ w_y
    const rows = [
      [half, half],
      [quarter, Math.log(4 / 3)],
      [fifth, most],
    ];
    const labels = [0, 0, 1];
    const w = [3, 1];
    const sum = rows.reduce(
      (total, row, index) =>
        total + 0.9 * w[labels[index]] * row[labels[index]] + 0.05 * (w[0] * row[0] + w[1] * row[1]),
      0,
    );
    expect(await lossOf({ classWeights: w, smoothing: 0.1 }, labelsOf(...labels))).toBeCloseTo(sum / 7, 13);
  });

  it("leaves ignored labels out, within the classes or beyond them", async () => {
    const expected = (half + most) / 2;
    for (const ignoreIndex of [-100, 255]) {
      expect(await lossOf({ ignoreIndex }, labelsOf(0, ignoreIndex, 1))).toBeCloseTo(expected, 13);
      expect(await lossOf({ ignoreIndex, smoothing: 0 }, labelsOf(0, ignoreIndex, 1))).toBeCloseTo(expected, 13);
    }
    expect(await lossOf({ ignoreIndex: 0 }, labelsOf(0, 1, 0))).toBeCloseTo(Math.log(4 / 3), 13);
    const bytes = tensor(Uint8Array.of(0, 255, 1), [3]);
    expect(await lossOf({ ignoreIndex: 255 }, bytes)).toBeCloseTo(expected, 13);
    const slopes = await grad((x: Tensor) => crossEntropy({ ignoreIndex: -1 }).apply(x, labelsOf(0, -1, 1)))(
      logits,
    ).data();
    for (const [index, slope] of [-0.25, 0.25, 0, 0, 0.1, -0.1].entries()) expect(slopes[index]).toBeCloseTo(slope, 14);
  });

  it("averages sequences over the positions that count", async () => {
    const sequence = logits.slice([0, 2]).reshape([1, 2, 2]);
    const padded = crossEntropy({ ignoreIndex: -1 });
    const labels = tensor(Int32Array.of(0, -1), [1, 2]);
    expect(await padded.apply(sequence, labels).item()).toBeCloseTo(half, 14);
    expect(await padded.share?.(sequence, labels).item()).toBe(1);
  });

  it("is 0 without a gradient when nothing counts", async () => {
    const loss = crossEntropy({ ignoreIndex: -1 });
    const nothing = labelsOf(-1, -1, -1);
    expect(await loss.apply(logits, nothing).item()).toBe(0);
    expect((await grad((x: Tensor) => loss.apply(x, nothing))(logits).data()).every((slope) => slope === 0)).toBe(true);
  });

  it("multiplies weights of classes and examples", async () => {
    const weights = tensor([2, 0, 1]);
    const expected = (2 * 3 * half + most) / 7;
    expect(await lossOf({ classWeights: [3, 1] }, labelsOf(0, 0, 1), weights)).toBeCloseTo(expected, 13);
    expect(await lossOf({}, labelsOf(0, 0, 1), weights)).toBeCloseTo((2 * half + most) / 3, 13);
  });

  it("has the gradients of its central differences", async () => {
    const options = { classWeights: [3, 0.5], smoothing: 0.2, ignoreIndex: 7 };
    const loss = (x: Tensor) => crossEntropy(options).apply(x, labelsOf(0, 7, 1), tensor([2, 1, 0.5]));
    const values = Float64Array.from(await logits.data());
    const slopes = await grad(loss)(logits).data();
    for (const index of values.keys()) {
      const at = (by: number) =>
        loss(
          tensor(
            values.map((v, i) => (i === index ? v + by : v)),
            [3, 2],
          ),
        ).item();
      expect(slopes[index]).toBeCloseTo(((await at(1e-5)) - (await at(-1e-5))) / 2e-5, 8);
    }
  });
});

describe("weighted crossEntropy checks", () => {
  it("names what does not fit", () => {
    expect(() => crossEntropy({ classWeights: [1, -1] })).toThrow(
      "crossEntropy: classWeights must be finite and ≥ 0, got -1",
    );
    expect(() => crossEntropy({ ignoreIndex: 0.5 })).toThrow(
      "crossEntropy: ignoreIndex must be a whole number, got 0.5",
    );
    const { check } = crossEntropy({ classWeights: [1, 2], ignoreIndex: -100 });
    expect(() => check([3], { shape: [], dtype: "int32" })).toThrow(
      "crossEntropy: classWeights must be one for each of the 3 classes, got 2",
    );
    check([2], { shape: [], dtype: "int32", values: Int32Array.of(0, -100, 1) });
    expect(() => check([2], { shape: [], dtype: "int32", values: Int32Array.of(0, -1) })).toThrow(
      "got -1 at position 1",
    );
  });
});
