import { beforeAll, describe, expect, it } from "vitest";
import { tensor, useDevice } from "../tensor/index.ts";
import { relu } from "./activations.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("residual", () => {
  beforeAll(() => useDevice("reference"));
  const x = tensor(
    [
      [1, -2],
      [3, 0.5],
    ],
    [2, 2],
    "float64",
  );

  it("adds what its layers make to the input", async () => {
    const layer = residual([(y) => y.mul(2), relu()]);
    expect([...(await layer.apply(x, firstContext(layer, [2])).y.data())]).toEqual([3, -2, 9, 1.5]);
    const one = residual((y) => y.square());
    expect([...(await one.apply(x, firstContext(one, [2])).y.data())]).toEqual([2, 2, 12, 0.75]);
  });

  it("takes a shortcut where the shape changes", async () => {
    const layer = residual([dense(3, { bias: false })], { shortcut: dense(3, { bias: false, name: "map" }) });
    const built = layer.build([2]);
    expect(built.outputShape).toEqual([3]);
    expect(Object.keys(built.parameters)).toEqual(["dense/weight", "shortcut/weight"]);
    const parameters = {
      "dense/weight": tensor(
        [
          [1, 2, 3],
          [0, 0, 0],
        ],
        [2, 3],
        "float64",
      ),
      "shortcut/weight": tensor(
        [
          [0, 0, 0],
          [10, 10, 10],
        ],
        [2, 3],
        "float64",
      ),
    };
    const { y } = layer.apply(x, { ...firstContext(layer, [2]), parameters });
    expect([...(await y.data())]).toEqual([-19, -18, -17, 8, 11, 14]);
  });

  it("names parameters and state by path, and hands state on", async () => {
    const model = sequential([
      residual([batchNorm({ momentum: 0.5 }), dense(2)], { name: "block" }),
      residual(dense(2)),
    ]);
    expect(Object.keys(model.build([2]).parameters)).toEqual([
      "block/batchNorm/scale",
      "block/batchNorm/shift",
      "block/dense/weight",
      "block/dense/bias",
      "residual/dense/weight",
      "residual/dense/bias",
    ]);
    const { state = {} } = model.apply(x, firstContext(model, [2], { training: true }));
    expect([...(await state["block/batchNorm/movingMean"].data())]).toEqual([1, -0.375]);
    expect(model.build([2]).limits?.batch).toEqual({ least: 2, layer: "block/batchNorm" });
  });

  it("has the gradients of its central differences", async () => {
    const layer = residual([dense(2, { activation: relu() }), dense(2)]);
    const { parameters, ...rest } = firstContext(layer, [2], { seed: 3 });
    await expectDifferences(
      ({ x: given, ...learned }) =>
        layer
          .apply(given, { ...rest, parameters: learned })
          .y.sin()
          .sum(),
      { x, ...parameters },
    );
  });

  it("refuses layers that change the shape", () => {
    expect(() => residual(dense(3)).build([2], "net/residual_1")).toThrow(
      "net/residual_1: expected its layers to make [batch, 2] to add to, got [batch, 3]; change the last of them, or " +
        "give a shortcut that makes this shape",
    );
  });
});
