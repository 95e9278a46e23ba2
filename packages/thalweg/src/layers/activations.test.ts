import { beforeAll, describe, expect, it } from "vitest";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { elu, gelu, leakyRelu, relu, sigmoid, silu, softmax, softplus, tanh } from "./activations.ts";
import { type Layer, outputKind } from "./layer.ts";
import { firstContext } from "./testing/context.ts";

const apply = (layer: Layer, x: Tensor) => layer.apply(x, firstContext(layer, x.shape.slice(1))).y.data();

/** Φ(1) and Φ(−2) from tables of the normal distribution. */
const below = { one: 0.8413447460685429, minusTwo: 0.022750131948179195 };

describe("activation layers", () => {
  beforeAll(() => useDevice("reference"));
  const e = Math.E;
  const cases: [Layer, atMinusTwo: number, atOne: number][] = [
    [relu(), 0, 1],
    [leakyRelu({ slope: 0.1 }), -0.2, 1],
    [elu({ alpha: 2 }), 2 * (e ** -2 - 1), 1],
    [gelu(), -2 * below.minusTwo, below.one],
    [gelu({ approximate: true }), -0.04540230591222, 0.84119199060827],
    [silu(), -2 / (1 + e ** 2), 1 / (1 + 1 / e)],
    [tanh(), Math.tanh(-2), Math.tanh(1)],
    [sigmoid(), 1 / (1 + e ** 2), 1 / (1 + 1 / e)],
    [softplus(), Math.log1p(e ** -2), Math.log1p(e)],
    [softmax(), 1 / (1 + e ** 3), 1 / (1 + e ** -3)],
  ];

  it.each(cases.map(([layer, atMinusTwo, atOne]) => [layer.name, layer, atMinusTwo, atOne] as const))(
    "%s",
    async (_, layer, atMinusTwo, atOne) => {
      const y = await apply(layer, tensor([[-2, 1]], [1, 2], "float64"));
      expect(y[0]).toBeCloseTo(atMinusTwo, 12);
      expect(y[1]).toBeCloseTo(atOne, 12);
      expect(layer.build([3, 4])).toEqual({ outputShape: [3, 4], parameters: {}, state: {} });
    },
  );

  it("know which of them give probabilities", () => {
    const probabilities = cases.filter(([layer]) => outputKind(layer) === "probabilities").map(([layer]) => layer.name);
    expect(probabilities).toEqual(["sigmoid", "softmax"]);
  });

  it("refuse options that are no numbers", () => {
    expect(() => leakyRelu({ slope: Number.NaN })).toThrow("leakyRelu: slope must be a finite number, got NaN");
    expect(() => elu({ alpha: Number.POSITIVE_INFINITY })).toThrow("elu: alpha must be a finite number, got Infinity");
  });
});
