import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../tensor/index.ts";
import { relu, softmax } from "./activations.ts";
import { dense } from "./dense.ts";
import { initialConstant } from "./initializers/index.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("dense", () => {
  beforeAll(() => useDevice("reference"));
  // x·W + b by hand: [1, 2]·[[1, 3, 5], [2, 4, 6]] = [5, 11, 17].
  const weight = tensor(
    [
      [1, 3, 5],
      [2, 4, 6],
    ],
    [2, 3],
    "float64",
  );
  const parameters = { weight, bias: tensor([-20, 0, 1], [3], "float64") };
  const context = { ...firstContext(dense(3), [2]), parameters };
  const x = tensor([[1, 2]], [1, 2], "float64");

  it("multiplies by the weight and adds the bias", async () => {
    expect([...(await dense(3).apply(x, context).y.data())]).toEqual([-15, 11, 18]);
    expect([...(await dense(3, { bias: false }).apply(x, context).y.data())]).toEqual([5, 11, 17]);
  });

  it("applies an activation, a layer or a function", async () => {
    const layered = dense(3, { activation: relu() }).apply(x, context).y;
    const plain = dense(3, { activation: (y) => y.mul(2) }).apply(x, context).y;
    expect([...(await layered.data())]).toEqual([0, 11, 18]);
    expect([...(await plain.data())]).toEqual([-30, 22, 36]);
    expect(dense(3, { activation: softmax() }).outputKind).toBe("probabilities");
  });

  it("maps every position of a sequence by the same weight", async () => {
    const layer = dense(3, { perPosition: true });
    expect(layer.build([4, 2]).outputShape).toEqual([4, 3]);
    const sequence = tensor(
      [
        [
          [1, 2],
          [0, 0],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      [2, 2, 2],
      "float64",
    );
    const { y } = layer.apply(sequence, context);
    expect(y.shape).toEqual([2, 2, 3]);
    expect([...(await y.data())]).toEqual([-15, 11, 18, -20, 0, 1, -18, 4, 7, -19, 3, 6]);
  });

  it("says what its parameters are", () => {
    const { outputShape, parameters: specs, state } = dense(3, { biasInitializer: initialConstant(0.5) }).build([2]);
    expect(outputShape).toEqual([3]);
    expect(Object.entries(specs).map(([name, { shape, kind }]) => [name, shape, kind])).toEqual([
      ["weight", [2, 3], "weight"],
      ["bias", [3], "bias"],
    ]);
    expect(state).toEqual({});
    expect(Object.keys(dense(3, { bias: false }).build([2]).parameters)).toEqual(["weight"]);
  });

  it("names the remedy for an input of the wrong rank", () => {
    expect(() => dense(10).build([28, 28], "dense_1")).toThrow(
      "dense_1: expected input [batch, 784], got [batch, 28, 28]; add flatten() before it",
    );
    expect(() => dense(10).build([])).toThrow("dense: expected input [batch, 1], got [batch]; add flatten() before it");
    expect(() => dense(10, { perPosition: true }).build([])).toThrow("[batch, positions, features]");
  });

  it("refuses units that are no positive integer and names with slashes", () => {
    expect(() => dense(0)).toThrow("dense: units must be a positive integer, got 0");
    expect(() => dense(1.5)).toThrow("got 1.5");
    expect(() => dense(1, { name: "a/b" })).toThrow('dense: name must be a text without slashes, got "a/b"');
  });

  it("has the gradients of its central differences", async () => {
    const layer = dense(3, { activation: (y) => y.tanh() });
    const { parameters: first, ...rest } = firstContext(layer, [2], { seed: 3 });
    const inputs = tensor(
      [
        [0.3, -1.2],
        [0.7, 0.4],
      ],
      [2, 2],
      "float64",
    );
    await expectDifferences(
      ({ x: given, ...learned }) =>
        layer
          .apply(given, { ...rest, parameters: learned })
          .y.square()
          .sum(),
      { x: inputs, ...first },
    );
  });
});
