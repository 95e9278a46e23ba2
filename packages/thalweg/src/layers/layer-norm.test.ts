import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../tensor/index.ts";
import { layerNorm } from "./layer-norm.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("layerNorm", () => {
  beforeAll(() => useDevice("reference"));

  it("gives the features of each position mean 0 and variance 1, then scales and shifts", async () => {
    const layer = layerNorm({ epsilon: 0 });
    const context = firstContext(layer, [2]);
    const x = tensor(
      [
        [
          [1, 3],
          [10, 2],
        ],
      ],
      [1, 2, 2],
      "float64",
    );
    expect([...(await layer.apply(x, context).y.data())]).toEqual([-1, 1, 1, -1]);
    const learned = { scale: tensor([2, 3], [2], "float64"), shift: tensor([0.5, -1], [2], "float64") };
    const { y } = layer.apply(x, { ...context, parameters: learned });
    expect([...(await y.data())]).toEqual([-1.5, 2, 2.5, -4]);
  });

  it("does the same whatever else is in the batch, training or not, for one example too", async () => {
    const layer = layerNorm();
    const x = tensor(
      [
        [1, 5, -2],
        [0, 1, 7],
      ],
      [2, 3],
      "float64",
    );
    const whole = await layer.apply(x, firstContext(layer, [3], { training: true })).y.data();
    const alone = await layer.apply(x.slice([0, 1]), firstContext(layer, [3])).y.data();
    expect([...alone]).toEqual([...whole.slice(0, 3)]);
  });

  it("learns no scale or shift when told so", () => {
    expect(Object.keys(layerNorm().build([4, 3]).parameters)).toEqual(["scale", "shift"]);
    expect(layerNorm().build([4, 3]).parameters.scale).toMatchObject({ shape: [3], kind: "scale" });
    expect(layerNorm({ scale: false, shift: false }).build([3]).parameters).toEqual({});
  });

  it("has the gradients of its central differences", async () => {
    const layer = layerNorm({ epsilon: 1e-2 });
    const { parameters, ...rest } = firstContext(layer, [3]);
    const x = tensor(
      [
        [0.3, -1.2, 2],
        [0.7, 0.4, -1],
      ],
      [2, 3],
      "float64",
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

  it("names the rule an option breaks", () => {
    expect(() => layerNorm({ epsilon: -1 })).toThrow("layerNorm: epsilon must be finite and ≥ 0, got -1");
    expect(() => layerNorm().build([], "a/layerNorm")).toThrow(
      "a/layerNorm: expected input [batch, ..., features], got [batch]; add reshape([1]) before it",
    );
  });
});
