import { beforeAll, describe, expect, it } from "vitest";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { softmax } from "./activations.ts";
import { globalAveragePool, globalMaxPool } from "./global-pooling.ts";
import { type Layer, outputKind } from "./layer.ts";
import { averagePool1d, averagePool2d, maxPool1d, maxPool2d } from "./pooling.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";

const apply = async (layer: Layer, x: Tensor) => {
  const { y } = layer.apply(x, firstContext(layer, x.shape.slice(1)));
  expect(y.shape.slice(1)).toEqual(layer.build(x.shape.slice(1)).outputShape);
  return [...(await y.data())];
};

describe("pooling layers", () => {
  beforeAll(() => useDevice("reference"));
  const row = tensor([1, 5, 2, 4, 3], [1, 5, 1], "float64");
  const image = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1], "float64");

  it("keep the largest value or the mean of each window", async () => {
    expect(await apply(maxPool1d(2), row)).toEqual([5, 4]);
    expect(await apply(maxPool1d(2, { padding: "same" }), row)).toEqual([5, 4, 3]);
    expect(await apply(averagePool1d(2, { strides: 1 }), row)).toEqual([3, 3.5, 3, 3.5]);
    expect(await apply(averagePool1d(2, { padding: "same", countPadding: true }), row)).toEqual([3, 3, 1.5]);
    expect(await apply(maxPool2d(2, { padding: "same" }), image)).toEqual([5, 6, 8, 9]);
    expect(await apply(averagePool2d([3, 1]), image)).toEqual([4, 5, 6]);
  });

  it("over all positions keep the batch and the channels", async () => {
    const x = tensor([1, -1, 5, -5, 3, -3], [1, 3, 2], "float64");
    expect(await apply(globalAveragePool(), x)).toEqual([3, -3]);
    expect(await apply(globalMaxPool(), x)).toEqual([5, -1]);
  });

  it("know that means of probabilities are probabilities", () => {
    expect(outputKind(sequential([softmax(), globalAveragePool()]))).toBe("probabilities");
    expect(outputKind(sequential([softmax(), globalMaxPool()]))).toBe("values");
  });

  it("name the layer, the rule and the remedy", () => {
    expect(() => maxPool2d(2).build([28, 28], "maxPool2d_1")).toThrow(
      "maxPool2d_1: expected input [batch, height, width, channels], got [batch, 28, 28]; add reshape([28, 28, 1]) before it",
    );
    expect(() => maxPool2d(4).build([3, 28, 1], "maxPool2d_1")).toThrow(
      "maxPool2d_1: a window over [4, 4] does not fit in [3, 28]",
    );
    expect(() => averagePool1d(0)).toThrow("averagePool1d: window must be a positive integer, got 0");
    expect(() => maxPool2d(2, { padding: 2 }).build([4, 4, 1])).toThrow(
      "maxPool2d: padding must be less than the window",
    );
    expect(() => globalAveragePool().build([64], "globalAveragePool")).toThrow(
      "globalAveragePool: expected input [batch, ..., channels] with positions between, got [batch, 64]",
    );
  });
});
