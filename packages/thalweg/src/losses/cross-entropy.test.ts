import { beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { type DeviceName, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { crossEntropy } from "./cross-entropy.ts";

const labelsOf = (...labels: number[]) => tensor(Int32Array.from(labels), [labels.length]);

describe.each<DeviceName>(["reference", "wasm"])("crossEntropy on %s", (device) => {
  beforeAll(() => useDevice(device));
  const logits = tensor(
    [
      [1, 2, -1],
      [0.5, -3, 0.2],
    ],
    [2, 3],
    "float64",
  );

  /** Softmax minus one-hot over the batch, by its definition. */
  const expectedGradient = async (labels: readonly number[], smoothing: number) => {
    const values = [...(await logits.data())];
    return values.map((value, index) => {
      const row = Math.floor(index / 3);
      const total = values.slice(row * 3, row * 3 + 3).reduce((sum, logit) => sum + Math.exp(logit), 0);
      const wanted = (index % 3 === labels[row] ? 1 - smoothing : 0) + smoothing / 3;
      return (Math.exp(value) / total - wanted) / 2;
    });
  };

  it.each([0, 0.2])("has the gradient softmax − target, smoothed by %d", async (smoothing) => {
    const loss = crossEntropy({ smoothing });
    const gradient = await grad((x: Tensor) => loss.apply(x, labelsOf(1, 0)))(logits).data();
    for (const [index, value] of (await expectedGradient([1, 0], smoothing)).entries()) {
      expect(gradient[index]).toBeCloseTo(value, 14);
    }
  });

  it.each(["float64", "float32"] as const)("is finite and exact for logits of ±10⁴ in %s", async (dtype) => {
    const huge = tensor(
      [
        [1e4, -1e4, 0],
        [1e4, -1e4, 0],
        [1e4, 1e4, -1e4],
      ],
      [3, 3],
      dtype,
    );
    const losses = async (labels: Tensor) => {
      const rows = [0, 1, 2].map((row) =>
        crossEntropy().apply(huge.slice([row, row + 1]), labels.slice([row, row + 1])),
      );
      return Promise.all(rows.map((row) => row.item()));
    };
    const values = await losses(labelsOf(0, 1, 0));
    expect(values[0]).toBe(0);
    expect(values[1]).toBe(2e4);
    expect(values[2]).toBeCloseTo(Math.LN2, 6);
    expect(await losses(labelsOf(0, 1, 0).oneHot(3))).toEqual(values);
    const gradient = await grad((x: Tensor) => crossEntropy({ smoothing: 0.1 }).apply(x, labelsOf(0, 1, 0)))(
      huge,
    ).data();
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(await grad((x: Tensor) => crossEntropy().apply(x, labelsOf(0, 1, 0)))(huge).data()).toEqual(
      (await tensor([0, 0, 0, 1 / 3, -1 / 3, 0, -1 / 6, 1 / 6, 0], [3, 3], dtype).data()).map((value) => value + 0),
    );
  });

  it("takes probabilities of classes as targets", async () => {
    const target = tensor(
      [
        [0.2, 0.5, 0.3],
        [0, 1, 0],
      ],
      [2, 3],
      "float64",
    );
    // −Σ p·(x − log Σeˣ), the mean of both rows.
    const sums = [
      [1, 2, -1],
      [0.5, -3, 0.2],
    ].map((row) => Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)));
    const expected = (sums[0] - (0.2 + 1 - 0.3) + sums[1] + 3) / 2;
    expect(await crossEntropy().apply(logits, target).item()).toBeCloseTo(expected, 14);
  });

  it("takes probabilities of a model, and counts those of 0 as 1e-7", async () => {
    const probabilities = tensor(
      [
        [0.25, 0.75],
        [1, 0],
      ],
      [2, 2],
      "float64",
    );
    const loss = crossEntropy({ from: "probabilities" });
    const expected = -(Math.log(0.75) + Math.log(1e-7)) / 2;
    expect(await loss.apply(probabilities, labelsOf(1, 1)).item()).toBeCloseTo(expected, 12);
    expect(await loss.apply(probabilities, labelsOf(1, 1).oneHot(2)).item()).toBeCloseTo(expected, 12);
    expect(loss.predictions).toBeUndefined();
  });

  it("averages over positions, and takes uint8 labels", async () => {
    const sequence = logits.reshape([1, 2, 3]);
    const labels = tensor(Uint8Array.of(1, 0), [1, 2]);
    const value = await crossEntropy().apply(sequence, labels).item();
    expect(value).toBe(await crossEntropy().apply(logits, labelsOf(1, 0)).item());
  });

  it("predicts the softmax", async () => {
    const predicted = await crossEntropy()
      .predictions?.(tensor([[0, Math.log(3)]], [1, 2], "float64"))
      .data();
    expect(predicted?.[0]).toBeCloseTo(0.25, 14);
    expect(predicted?.[1]).toBeCloseTo(0.75, 14);
  });
});

describe("crossEntropy checks", () => {
  const { check } = crossEntropy();

  it("takes labels and rows", () => {
    check([10], { shape: [], dtype: "int32" });
    check([5, 10], { shape: [5], dtype: "uint8" });
    check([10], { shape: [10], dtype: "float32" });
  });

  it("names the fix for targets that do not fit", () => {
    expect(() => check([1], { shape: [], dtype: "int32" })).toThrow(
      "crossEntropy: expected an output for each of two or more classes, got [batch, 1]; use binaryCrossEntropy()",
    );
    expect(() => check([10], { shape: [9], dtype: "float32" })).toThrow(
      "crossEntropy: expected labels [batch] or probabilities [batch, 10], got [batch, 9]",
    );
    expect(() => check([10], { shape: [], dtype: "float32" })).toThrow(
      "crossEntropy: labels must be int32 or uint8, got float32",
    );
  });

  it("names the rule an option breaks", () => {
    expect(() => crossEntropy({ smoothing: 1 })).toThrow("crossEntropy: smoothing must be in [0, 1), got 1");
  });
});
