import { beforeAll, describe, expect, it } from "vitest";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { batchNorm } from "./batch-norm.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

const images = tensor(
  Float64Array.from({ length: 48 }, (_, index) => Math.sin(index * 1.7) * (1 + (index % 3)) + (index % 3)),
  [2, 2, 4, 3],
);
const columns = async (x: Tensor, features: number) => {
  const values = await x.data();
  return Array.from({ length: features }, (_, feature) =>
    [...values].filter((_value, index) => index % features === feature),
  );
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

describe("batchNorm", () => {
  beforeAll(() => useDevice("reference"));

  it("gives every feature mean 0 and variance 1 over all other axes while training", async () => {
    const layer = batchNorm({ epsilon: 0 });
    const { y } = layer.apply(images, firstContext(layer, [2, 4, 3], { training: true }));
    for (const values of await columns(y, 3)) {
      expect(mean(values)).toBeCloseTo(0, 12);
      expect(variance(values)).toBeCloseTo(1, 12);
    }
  });

  it("keeps a share of the old moving averages", async () => {
    const layer = batchNorm({ momentum: 0.8 });
    const context = firstContext(layer, [2, 4, 3], { training: true });
    const { state = {} } = layer.apply(images, context);
    const means = await state.movingMean.data();
    const variances = await state.movingVariance.data();
    const unbiased = batchNorm({ momentum: 0.8, unbiased: true }).apply(images, context).state ?? {};
    const corrected = await unbiased.movingVariance.data();
    for (const [feature, values] of (await columns(images, 3)).entries()) {
      expect(means[feature]).toBeCloseTo(0.2 * mean(values), 12);
      expect(variances[feature]).toBeCloseTo(0.8 + 0.2 * variance(values), 12);
      expect(corrected[feature]).toBeCloseTo(0.8 + (0.2 * variance(values) * 16) / 15, 12);
    }
  });

  it("uses the moving averages, scale and shift at inference and leaves its state alone", async () => {
    const layer = batchNorm({ epsilon: 0.5 });
    const { y, state } = layer.apply(tensor([[3, 4]], [1, 2], "float64"), {
      ...firstContext(layer, [2]),
      parameters: { scale: tensor([2, 3], [2], "float64"), shift: tensor([10, 20], [2], "float64") },
      state: { movingMean: tensor([1, 6], [2], "float64"), movingVariance: tensor([3.5, 0.5], [2], "float64") },
    });
    // 2·(3 − 1)/√4 + 10 and 3·(4 − 6)/√1 + 20
    expect([...(await y.data())]).toEqual([12, 14]);
    expect(state).toBeUndefined();
  });

  it("learns no scale or shift when told so", () => {
    expect(Object.keys(batchNorm({ scale: false }).build([3]).parameters)).toEqual(["shift"]);
    expect(batchNorm({ scale: false, shift: false }).build([3]).parameters).toEqual({});
    expect(batchNorm().build([3]).state).toEqual({
      movingMean: { shape: [3], start: 0 },
      movingVariance: { shape: [3], start: 1 },
    });
  });

  it("refuses to learn from a batch of one value a feature, and evaluates it", async () => {
    for (const unbiased of [false, true]) {
      const layer = batchNorm({ unbiased });
      const one = tensor([[5, -7]], [1, 2], "float64");
      expect(() => layer.apply(one, firstContext(layer, [2], { training: true }))).toThrow(
        "batchNorm: a batch of one example has no variance to learn with, got [1, 2]; use larger batches, or layerNorm()",
      );
      const { y } = layer.apply(one, firstContext(layer, [2]));
      expect((await y.data())[0]).toBeCloseTo(5 / Math.sqrt(1 + 1e-5), 12);
    }
    // Four values a feature are enough, from one image or from four examples.
    const layer = batchNorm();
    const image = firstContext(layer, [2, 2, 3], { training: true });
    expect(layer.apply(images.slice([0, 1], null, [0, 2]), image).y.shape).toEqual([1, 2, 2, 3]);
    expect(layer.build([2, 2, 3]).limits).toBeUndefined();
    expect(layer.build([3], "model/batchNorm").limits).toEqual({ batch: { least: 2, layer: "model/batchNorm" } });
  });

  it("has the gradients of its central differences", async () => {
    const layer = batchNorm({ epsilon: 1e-2 });
    const { parameters, ...rest } = firstContext(layer, [3], { training: true });
    const x = tensor(
      [
        [0.3, -1.2, 2],
        [0.7, 0.4, -1],
        [-0.1, 1.4, 0.5],
      ],
      [3, 3],
      "float64",
    );
    await expectDifferences(
      ({ x: given, ...learned }) => {
        const { y } = layer.apply(given, { ...rest, parameters: learned });
        return y.sin().sum().add(y.square().mul(x).sum());
      },
      { x, ...parameters },
    );
  });

  it("names the rule an option breaks", () => {
    expect(() => batchNorm({ momentum: 1.1 })).toThrow("batchNorm: momentum must be in [0, 1], got 1.1");
    expect(() => batchNorm({ epsilon: -1 })).toThrow("batchNorm: epsilon must be finite and ≥ 0, got -1");
    expect(() => batchNorm().build([], "batchNorm_1")).toThrow(
      "batchNorm_1: expected input [batch, features], got [batch]",
    );
  });
});
