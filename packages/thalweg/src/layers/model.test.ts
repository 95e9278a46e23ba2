import { beforeAll, describe, expect, it } from "vitest";
import { compile, type Tensor, tensor, useDevice, zeros } from "../tensor/index.ts";
import { relu, softmax } from "./activations.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { flatten } from "./flatten.ts";
import { outputKind } from "./layer.ts";
import { model } from "./model.ts";
import { residual } from "./residual.ts";
import { sequential } from "./sequential.ts";
import { add, concatenate, input, multiply } from "./symbolic.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";

describe("model", () => {
  beforeAll(() => useDevice("reference"));
  const examples = tensor(
    [
      [1, -2],
      [3, 0.5],
      [-1, 1],
    ],
    [3, 2],
    "float64",
  );

  it("is what sequential makes of the same layers", async () => {
    const x = input([2]);
    const network = model(x, x.apply(dense(4)).apply(relu()).apply(dense(3)));
    const plain = sequential([dense(4), relu(), dense(3)]);
    const context = firstContext(plain, [2], { seed: 3 });
    for (const [name, value] of Object.entries(firstContext(network, [2], { seed: 3 }).parameters))
      expect(await value.data()).toEqual(await context.parameters[name].data());
    expect(await network.apply(examples, context).y.data()).toEqual(await plain.apply(examples, context).y.data());
    expect(network.inputShape).toEqual([2]);
  });

  it("joins branches: residual connections, concatenations and gates", async () => {
    const x = input([2]);
    const h = x.apply(dense(2));
    const network = model(x, concatenate([add(x, h), multiply(x, h)]));
    expect(network.build([2]).outputShape).toEqual([4]);
    const parameters = {
      "dense/weight": tensor(
        [
          [1, 0],
          [0, 2],
        ],
        [2, 2],
        "float64",
      ),
      "dense/bias": tensor([10, 0], [2], "float64"),
    };
    const { y } = network.apply(examples.slice([0, 1]), { ...firstContext(network, [2]), parameters });
    // h = [11, −4]
    expect([...(await y.data())]).toEqual([12, -6, 11, 8]);
    const other = residual([dense(2)]);
    const context = { ...firstContext(other, [2]), parameters };
    expect(await model(x, add(x, h)).apply(examples, context).y.data()).toEqual(
      await other.apply(examples, context).y.data(),
    );
  });

  it("takes a layer applied twice for one, with one gradient", async () => {
    const x = input([2]);
    const shared = dense(2);
    const network = model(x, x.apply(shared).apply(relu()).apply(shared));
    expect(Object.keys(network.build([2]).parameters)).toEqual(["dense/weight", "dense/bias"]);
    const { parameters, ...rest } = firstContext(network, [2], { seed: 1 });
    await expectDifferences(
      ({ x: given, ...learned }) =>
        network
          .apply(given, { ...rest, parameters: learned })
          .y.sin()
          .sum(),
      { x: examples, ...parameters },
    );
  });

  it("hands a shared layer's state from use to use, and its masks are others each time", async () => {
    const x = input([1]);
    const shared = batchNorm({ momentum: 0.5, epsilon: 0 });
    const network = model(
      x,
      x
        .apply(shared)
        .apply((y) => y.add(8))
        .apply(shared),
    );
    const { state = {} } = network.apply(
      tensor([[0], [4]], [2, 1], "float64"),
      firstContext(network, [1], { training: true }),
    );
    // 0 → 1 (mean 2) → 4.5 (mean 8)
    expect([...(await state["batchNorm/movingMean"].data())]).toEqual([4.5 + 0]);

    const drop = dropout(0.5);
    const twice = model(x, concatenate([x.apply(drop), x.apply(drop)]));
    const run = compile<Tensor, Tensor, Tensor>(
      ({ state: kept, inputs, random, training }) => ({
        state: kept,
        outputs: twice.apply(inputs, { parameters: {}, state: {}, training, random }).y,
      }),
      { state: zeros([1]) },
    );
    const values = await (await run.run({ inputs: zeros([200, 1]).add(1), training: true })).data();
    const same = Array.from({ length: 200 }, (_, row) => Number(values[2 * row] === values[2 * row + 1]));
    expect(Math.abs(same.reduce((a, b) => a + b) / 200 - 0.5)).toBeLessThan(0.18);
  });

  it("names layers as sequential does, or as it is told", () => {
    const x = input([2, 2]);
    const flat = x.apply(flatten());
    const a = flat.apply(dense(3), { name: "dense_1" });
    const b = flat.apply(dense(3));
    const c = flat.apply(dense(3));
    const network = sequential([model(x, add(add(a, b), c), { name: "encoder" })]);
    expect(Object.keys(network.build([2, 2]).parameters).filter((name) => name.endsWith("weight"))).toEqual([
      "encoder/dense_1/weight",
      "encoder/dense/weight",
      "encoder/dense_2/weight",
    ]);
  });

  it("knows what it ends in, and what it asks of inputs", () => {
    const x = input([6]);
    const words = x.apply(embedding(9, 4)).apply(flatten());
    expect(outputKind(model(x, words.apply(dense(3)).apply(softmax()).apply(flatten())))).toBe("probabilities");
    expect(outputKind(model(x, add(words, words)))).toBe("values");
    expect(model(x, words).build([6]).limits?.ids).toEqual({ count: 9, layer: "embedding" });
    expect(model(x, words.apply(batchNorm())).build([6], "net").limits?.batch).toEqual({
      least: 2,
      layer: "net/batchNorm",
    });
  });

  it("refuses what is no model", () => {
    const [x, other] = [input([2]), input([3])];
    const y = x.apply(dense(3));
    expect(() => model(x, x)).toThrow("model: the output is the input itself; apply at least one layer");
    expect(() => model(other, y)).toThrow("model: the output also comes from another input, [batch, 2]");
    expect(() => model(x, add(y, other))).toThrow("model: the output also comes from another input, [batch, 3]");
    const clash = x.apply(dense(4), { name: "head" }).apply(dense(3), { name: "head" });
    expect(() => model(x, clash)).toThrow('model: two layers are named "head"; give each a name of its own');
    const shared = dense(2);
    const renamed = x.apply(shared, { name: "a" }).apply(shared, { name: "b" });
    expect(() => model(x, renamed)).toThrow('model: one layer is named "a" and "b"; name it once');
    const wide = dense(3);
    expect(() => model(x, x.apply(wide).apply(wide)).build([2])).toThrow(
      "dense: one layer is applied to [batch, 2] and [batch, 3], which need other parameters; make a second layer",
    );
    expect(() => model(x, y).build([5])).toThrow(
      "model: expected input [batch, 2], as its input() says, got [batch, 5]",
    );
  });
});
