import { beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { type DeviceName, type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { binaryCrossEntropy } from "./binary-cross-entropy.ts";

describe.each<DeviceName>(["reference", "wasm"])("binaryCrossEntropy on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("is the mean log loss of sigmoid, with gradient sigmoid − target", async () => {
    const logits = tensor([[-2], [0], [1.5]], [3, 1], "float64");
    const targets = [1, 0, 0.3];
    const q = [-2, 0, 1.5].map((x) => 1 / (1 + Math.exp(-x)));
    const expected = q.map((p, index) => -targets[index] * Math.log(p) - (1 - targets[index]) * Math.log(1 - p));
    const loss = (x: Tensor) => binaryCrossEntropy().apply(x, tensor(targets, [3], "float64"));
    expect(await loss(logits).item()).toBeCloseTo(expected.reduce((sum, value) => sum + value) / 3, 13);
    const gradient = await grad(loss)(logits).data();
    for (const [index, p] of q.entries()) expect(gradient[index]).toBeCloseTo((p - targets[index]) / 3, 14);
    const predicted = await binaryCrossEntropy().predictions?.(logits).data();
    for (const [index, p] of q.entries()) expect(predicted?.[index]).toBeCloseTo(p, 14);
  });

  it.each(["float64", "float32"] as const)("is exact for logits of ±10⁴ in %s", async (dtype) => {
    const logits = tensor([1e4, -1e4, 1e4, -1e4], [4, 1], dtype);
    const loss = (x: Tensor) => binaryCrossEntropy().apply(x, tensor(Uint8Array.of(1, 0, 0, 1), [4]));
    expect(await loss(logits).item()).toBe(5000);
    expect([...(await grad(loss)(logits).data())].map((slope) => slope + 0)).toEqual([0, 0, 0.25, -0.25]);
  });

  it("refuses targets of another size", () => {
    expect(() => binaryCrossEntropy().check([2], { shape: [], dtype: "int32" })).toThrow(
      "binaryCrossEntropy: expected targets [batch, 2]",
    );
  });

  it("refuses targets that are no probabilities", () => {
    const check = (...values: number[]) =>
      binaryCrossEntropy().check([1], { shape: [], dtype: "float32", values: Float32Array.from(values) });
    expect(() => check(0, 0.5, 1)).not.toThrow();
    expect(() => check(0, 1, 2)).toThrow(
      "binaryCrossEntropy: targets must be from 0 to 1, got 2 at position 2; use crossEntropy() for more than two classes",
    );
    expect(() => check(-1, 1)).toThrow("got -1 at position 0");
    expect(() => check(Number.NaN)).toThrow("got NaN at position 0");
  });
});
