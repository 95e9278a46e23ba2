import { beforeAll, describe, expect, it } from "vitest";
import { logSoftmax, tensor, useDevice } from "../tensor/index.ts";
import { relu, softmax, tanh } from "./activations.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { parameterCount } from "./initial-values.ts";
import { outputKind } from "./layer.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("sequential", () => {
  beforeAll(() => useDevice("reference"));
  const classifier = sequential([flatten(), dense(256, { bias: false }), batchNorm(), relu(), dense(10)]);

  it("names parameters and state by layer, numbered from the second of a kind", () => {
    const { outputShape, parameters, state } = classifier.build([28, 28]);
    expect(outputShape).toEqual([10]);
    expect(Object.entries(parameters).map(([name, { shape, kind }]) => [name, shape, kind])).toEqual([
      ["dense/weight", [784, 256], "weight"],
      ["batchNorm/scale", [256], "scale"],
      ["batchNorm/shift", [256], "shift"],
      ["dense_1/weight", [256, 10], "weight"],
      ["dense_1/bias", [10], "bias"],
    ]);
    expect(Object.keys(state)).toEqual(["batchNorm/movingMean", "batchNorm/movingVariance"]);
    expect(parameterCount(classifier.build([28, 28]))).toBe(784 * 256 + 512 + 2560 + 10);
  });

  it("nests, and never gives two layers one name", () => {
    const block = sequential([dense(4, { name: "inner" }), dense(4, { name: "inner" })], { name: "block" });
    const model = sequential([dense(4, { name: "dense_1" }), dense(4), dense(4), block]);
    const names = Object.keys(model.build([4]).parameters).filter((name) => name.endsWith("weight"));
    expect(names).toEqual([
      "dense_1/weight",
      "dense/weight",
      "dense_2/weight",
      "block/inner/weight",
      "block/inner_1/weight",
    ]);
  });

  it("gives errors the layer's path", () => {
    const model = sequential([dense(4), (x) => x.reshape([x.shape[0], 2, 2]), dense(3)]);
    expect(() => model.build([5])).toThrow(
      "dense_1: expected input [batch, 4], got [batch, 2, 2]; add flatten() before it",
    );
    const outer = sequential([flatten(), sequential([flatten(), (x) => x.reshape([x.shape[0], 2, 2]), dense(3)])]);
    expect(() => outer.build([4])).toThrow("sequential/dense: expected input [batch, 4]");
    expect(() => sequential([])).toThrow("sequential: layers must not be empty");
  });

  it("passes each layer its own parameters, state and randomness", async () => {
    const model = sequential([dense(2, { bias: false }), batchNorm({ epsilon: 0, momentum: 0.5 }), dense(1)]);
    const context = {
      ...firstContext(model, [2], { training: true }),
      parameters: {
        "dense/weight": tensor(
          [
            [1, 0],
            [0, 2],
          ],
          [2, 2],
          "float64",
        ),
        "batchNorm/scale": tensor([3, 5], [2], "float64"),
        "batchNorm/shift": tensor([0, 1], [2], "float64"),
        "dense_1/weight": tensor([[1], [10]], [2, 1], "float64"),
        "dense_1/bias": tensor([100], [1], "float64"),
      },
    };
    const { y, state = {} } = model.apply(
      tensor(
        [
          [1, 4],
          [3, 0],
        ],
        [2, 2],
        "float64",
      ),
      context,
    );
    // Normalized: [−1, 1] and [1, −1]; then 3·x + 10·(5·x + 1) + 100.
    expect([...(await y.data())]).toEqual([157, 63]);
    expect(Object.keys(state)).toEqual(["batchNorm/movingMean", "batchNorm/movingVariance"]);
    expect([...(await state["batchNorm/movingMean"].data())]).toEqual([1, 2]);
    expect([...(await state["batchNorm/movingVariance"].data())]).toEqual([1, 8.5]);
  });

  it("knows what it ends in, past layers that keep it", () => {
    expect(outputKind(sequential([dense(3), softmax(), dropout(0.5), flatten()]))).toBe("probabilities");
    expect(outputKind(sequential([softmax(), dense(3)]))).toBe("values");
    expect(outputKind(sequential([dense(3), (x) => x]))).toBe("unknown");
    expect(outputKind(sequential([sequential([dense(3, { activation: softmax() })])]))).toBe("probabilities");
  });

  it("has the gradients of its central differences", async () => {
    const model = sequential([dense(4, { bias: false }), batchNorm(), tanh(), dense(3)]);
    const { parameters, ...rest } = firstContext(model, [2], { training: true, seed: 5 });
    const x = tensor(
      [
        [0.3, -1.2],
        [0.7, 0.4],
        [-0.9, 0.1],
        [1.3, 0.8],
      ],
      [4, 2],
      "float64",
    );
    await expectDifferences(
      (learned) =>
        logSoftmax(model.apply(x, { ...rest, parameters: learned }).y)
          .slice(null, 1)
          .sum()
          .neg(),
      parameters,
    );
  });
});
