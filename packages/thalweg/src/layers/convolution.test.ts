import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../tensor/index.ts";
import { relu } from "./activations.ts";
import { conv1d, conv2d } from "./convolution.ts";
import { dense } from "./dense.ts";
import { flatten } from "./flatten.ts";
import { initialConstant } from "./initializers/index.ts";
import { maxPool2d } from "./pooling.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("conv2d", () => {
  beforeAll(() => useDevice("reference"));

  it("slides its filters, adds the bias and applies the activation", async () => {
    const layer = conv2d(2, [1, 2], { activation: relu() });
    const parameters = {
      // [1, 2, 1, 2]: differences and sums of neighbours.
      weight: tensor([-1, 1, 1, 1], [1, 2, 1, 2], "float64"),
      bias: tensor([0, -4], [2], "float64"),
    };
    const x = tensor([1, 2, 4, 3], [1, 1, 4, 1], "float64");
    const { y } = layer.apply(x, { ...firstContext(layer, [1, 4, 1]), parameters });
    expect(y.shape).toEqual([1, 1, 3, 2]);
    expect([...(await y.data())]).toEqual([1, 0, 2, 2, 0, 3]);
  });

  it("says what its parameters are, and knows every way to pad", () => {
    const { outputShape, parameters, state } = conv2d(32, 5, { padding: "same", groups: 2 }).build([28, 28, 4]);
    expect(outputShape).toEqual([28, 28, 32]);
    expect(Object.entries(parameters).map(([name, { shape, kind }]) => [name, shape, kind])).toEqual([
      ["weight", [5, 5, 2, 32], "weight"],
      ["bias", [32], "bias"],
    ]);
    expect(state).toEqual({});
    const shape = (options: Parameters<typeof conv2d>[2]) => conv2d(8, 3, options).build([29, 31, 1]).outputShape;
    expect(shape({})).toEqual([27, 29, 8]);
    expect(shape({ padding: "same", strides: 2 })).toEqual([15, 16, 8]);
    expect(shape({ padding: 1, strides: [1, 4] })).toEqual([29, 8, 8]);
    expect(shape({ padding: [2, [1, 0]], dilation: 2 })).toEqual([29, 28, 8]);
    expect(Object.keys(conv2d(8, 3, { bias: false }).build([5, 5, 1]).parameters)).toEqual(["weight"]);
  });

  it("starts from Glorot's uniform distribution over its window, as Keras does", async () => {
    const layer = conv2d(64, 5);
    const { parameters } = firstContext(layer, [9, 9, 32]);
    const values = Float64Array.from(await parameters.weight.data());
    const bound = Math.sqrt(6 / (5 * 5 * 32 + 5 * 5 * 64));
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.999 * bound);
    expect([...new Set(await parameters.bias.data())]).toEqual([0]);
    const constant = conv2d(1, 1, { kernelInitializer: initialConstant(2), biasInitializer: initialConstant(3) });
    const own = firstContext(constant, [1, 1, 1]).parameters;
    expect([...(await own.weight.data()), ...(await own.bias.data())]).toEqual([2, 3]);
  });

  it("names the layer and the remedy for what does not fit", () => {
    expect(() => conv2d(8, 3).build([28, 28], "block/conv2d")).toThrow(
      "block/conv2d: expected input [batch, height, width, channels], got [batch, 28, 28]; " +
        "add reshape([28, 28, 1]) before it",
    );
    expect(() => conv2d(8, 3).build([784])).toThrow("add reshape([height, width, channels]) before it");
    expect(() => conv2d(8, 3, { groups: 2 }).build([28, 28, 3], "conv2d_1")).toThrow(
      "conv2d_1: groups must divide the 3 channels of the input and the 8 of the output, got 2",
    );
    const deep = sequential([conv2d(8, 5), maxPool2d(2), conv2d(8, 5), flatten(), dense(2)]);
    expect(() => deep.build([10, 10, 1])).toThrow(
      "conv2d_1: a window over [5, 5] does not fit in [3, 3]; " +
        'use padding: "same", a smaller window, or fewer layers that shrink the image before it',
    );
  });

  it("names the rule that an option breaks", () => {
    expect(() => conv2d(0, 3)).toThrow("conv2d: filters must be a positive integer, got 0");
    expect(() => conv2d(8, 0)).toThrow("conv2d: kernelSize must be a positive integer, or 2 of them, got 0");
    expect(() => conv2d(8, 3, { strides: [1, 1.5] })).toThrow(
      "conv2d: strides must be a positive integer, or 2 of them",
    );
    expect(() => conv2d(8, 3, { groups: 0 })).toThrow("conv2d: groups must be a positive integer, got 0");
    const words = JSON.parse('{ "padding": "full" }');
    expect(() => conv2d(8, 3, words)).toThrow('conv2d: padding must be "valid", "same", an integer ≥ 0');
    expect(() => conv2d(8, 3, { padding: -1 })).toThrow('conv2d: padding must be "valid", "same", an integer ≥ 0');
  });

  it("has the gradients of its central differences", async () => {
    const layer = sequential([
      conv2d(4, 3, { padding: "same", strides: 2, activation: (y) => y.tanh() }),
      conv2d(4, 2, { groups: 4 }),
      flatten(),
      dense(1),
    ]);
    const { parameters, ...rest } = firstContext(layer, [5, 4, 2], { seed: 3 });
    const x = tensor(
      Float64Array.from({ length: 80 }, (_, index) => Math.sin(index)),
      [2, 5, 4, 2],
    );
    await expectDifferences(
      ({ x: given, ...learned }) =>
        layer
          .apply(given, { ...rest, parameters: learned })
          .y.square()
          .sum(),
      { x, ...parameters },
    );
  });
});

describe("conv1d", () => {
  beforeAll(() => useDevice("reference"));

  it("sees no later input when padded before alone", async () => {
    const layer = conv1d(1, 2, { padding: [[1, 0]], bias: false });
    expect(layer.build([5, 3]).outputShape).toEqual([5, 1]);
    const x = tensor([1, 2, 4], [1, 3, 1], "float64");
    const parameters = { weight: tensor([10, 1], [2, 1, 1], "float64") };
    const { y } = layer.apply(x, { ...firstContext(layer, [3, 1]), parameters });
    expect([...(await y.data())]).toEqual([1, 12, 24]);
  });

  it("takes sequences alone", () => {
    expect(() => conv1d(4, 3).build([50])).toThrow(
      "conv1d: expected input [batch, time, channels], got [batch, 50]; add reshape([50, 1]) before it",
    );
  });
});
