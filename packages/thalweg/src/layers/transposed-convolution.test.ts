import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../tensor/index.ts";
import { conv2d } from "./convolution.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";
import { conv1dTranspose, conv2dTranspose } from "./transposed-convolution.ts";

describe("transposed convolutions", () => {
  beforeAll(() => useDevice("reference"));

  it("add a multiple of the filters for every element", async () => {
    const layer = conv1dTranspose(1, 3, { strides: 2 });
    const parameters = {
      weight: tensor([1, 10, 100], [3, 1, 1], "float64"),
      bias: tensor([1000], [1], "float64"),
    };
    const { y } = layer.apply(tensor([1, 2], [1, 2, 1], "float64"), { ...firstContext(layer, [2, 1]), parameters });
    expect([...(await y.data())]).toEqual([1001, 1010, 1102, 1020, 1200]);
  });

  it("say their shapes, which undo those of a convolution", () => {
    const { outputShape, parameters } = conv2dTranspose(8, 3, { strides: 2, padding: "same", groups: 2 }).build([
      7, 7, 4,
    ]);
    expect(outputShape).toEqual([14, 14, 8]);
    expect(Object.entries(parameters).map(([name, { shape }]) => [name, shape])).toEqual([
      ["weight", [3, 3, 4, 4]],
      ["bias", [8]],
    ]);
    const there = conv2d(4, 3, { strides: 2, padding: 1 });
    const back = (outputPadding: number) => conv2dTranspose(1, 3, { strides: 2, padding: 1, outputPadding });
    expect(sequential([there, back(0)]).build([29, 31, 1]).outputShape).toEqual([29, 31, 1]);
    expect(sequential([there, back(1)]).build([30, 32, 1]).outputShape).toEqual([30, 32, 1]);
  });

  it("name what does not fit", () => {
    expect(() => conv2dTranspose(8, 3).build([7, 7], "decoder/conv2dTranspose")).toThrow(
      "decoder/conv2dTranspose: expected input [batch, height, width, channels], got [batch, 7, 7]; " +
        "add reshape([7, 7, 1]) before it",
    );
    expect(() => conv2dTranspose(8, 3, { outputPadding: 1 }).build([7, 7, 1])).toThrow(
      "conv2dTranspose: outputPadding must be integers ≥ 0 and less than the stride or dilation, got 1",
    );
  });

  it("have the gradients of their central differences", async () => {
    const layer = conv2dTranspose(3, [3, 2], { strides: [2, 1], padding: 1, outputPadding: [1, 0] });
    const { parameters, ...rest } = firstContext(layer, [3, 4, 2], { seed: 3 });
    const x = tensor(
      Float64Array.from({ length: 24 }, (_, index) => Math.sin(index)),
      [1, 3, 4, 2],
    );
    await expectDifferences(
      ({ x: given, ...learned }) =>
        layer
          .apply(given, { ...rest, parameters: learned })
          .y.sin()
          .sum(),
      { x, ...parameters },
    );
  });
});
