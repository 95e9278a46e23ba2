import { beforeAll, describe, expect, it } from "vitest";
import { type DeviceName, tensor, useDevice } from "../tensor/index.ts";
import { embedding } from "./embedding.ts";
import { initialConstant } from "./initializers/index.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

const weight = tensor(
  Float64Array.from({ length: 8 }, (_, index) => 10 * index),
  [4, 2],
);

describe.each<DeviceName>(["reference", "wasm"])("embedding on %s", (device) => {
  beforeAll(() => useDevice(device));
  const layer = embedding(4, 2);
  const context = { ...firstContext(layer, [3]), parameters: { weight } };

  it.each([Int32Array, Uint8Array, Float32Array])("looks rows up by ids of %o", async (Kind) => {
    const { y } = layer.apply(tensor(Kind.of(3, 0, 1, 1, 2, 3), [2, 3]), context);
    expect(y.shape).toEqual([2, 3, 2]);
    expect([...(await y.data())]).toEqual([60, 70, 0, 10, 20, 30, 20, 30, 40, 50, 60, 70]);
  });

  it("clamps ids inside programs, and takes any number of axes", async () => {
    expect([...(await layer.apply(tensor(Int32Array.of(-1, 9), [2]), context).y.data())]).toEqual([0, 10, 60, 70]);
    expect(layer.apply(tensor(new Int32Array(8), [2, 2, 2]), context).y.shape).toEqual([2, 2, 2, 2]);
  });
});

describe("embedding", () => {
  beforeAll(() => useDevice("reference"));

  it("adds the gradients of a row's occurrences, as central differences do", async () => {
    const layer = embedding(4, 2);
    const ids = tensor(Int32Array.of(1, 1, 3, 1), [2, 2]);
    const context = firstContext(layer, [2]);
    await expectDifferences(
      (parameters) =>
        layer
          .apply(ids, { ...context, parameters })
          .y.sin()
          .mul(tensor([1, 2], [2], "float64"))
          .sum(),
      { weight: weight.mul(0.1) },
    );
  });

  it("says what it needs, and which ids it knows", () => {
    const built = sequential([embedding(96, 8, { initializer: initialConstant(1) })], { name: "text" }).build([5]);
    expect(built.outputShape).toEqual([5, 8]);
    expect(built.parameters["embedding/weight"]).toMatchObject({ shape: [96, 8], kind: "weight" });
    expect(built.limits).toEqual({ ids: { count: 96, layer: "embedding" } });
    expect(embedding(3, 2).build([], "model/embedding_1").limits?.ids?.layer).toBe("model/embedding_1");
  });

  it("starts from a normal distribution of deviation 0.02", async () => {
    const values = Float64Array.from(await firstContext(embedding(200, 100), [1]).parameters.weight.data());
    const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(Math.abs(Math.sqrt(square) / 0.02 - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
  });

  it("names the rule an argument breaks", () => {
    expect(() => embedding(0, 2)).toThrow("embedding: vocabulary must be a positive integer, got 0");
    expect(() => embedding(3, 1.5)).toThrow("embedding: features must be a positive integer, got 1.5");
  });
});
