import { beforeAll, describe, expect, it } from "vitest";
import { compile, gelu, type Tensor, tensor, useDevice, zeros } from "../tensor/index.ts";
import { relu } from "./activations.ts";
import { layerNorm } from "./layer-norm.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";
import { firstContext } from "./testing/context.ts";
import { expectDifferences } from "./testing/gradients.ts";
import { transformerBlock } from "./transformer-block.ts";

const x = tensor(
  Float64Array.from({ length: 24 }, (_, index) => Math.sin(1.7 * index)),
  [2, 3, 4],
);

describe("transformerBlock", () => {
  beforeAll(() => useDevice("reference"));

  it("names its parameters by what they do", () => {
    const names = (norm: "pre" | "post") =>
      Object.keys(transformerBlock({ heads: 2, norm }).build([3, 4]).parameters).filter(
        (name) => !name.includes("bias"),
      );
    const [query, key, value, output] = ["query", "key", "value", "output"].map(
      (name) => `attention/multiHeadAttention/${name}/weight`,
    );
    expect(names("pre")).toEqual([
      "attention/layerNorm/scale",
      "attention/layerNorm/shift",
      query,
      key,
      value,
      output,
      "perceptron/layerNorm/scale",
      "perceptron/layerNorm/shift",
      "perceptron/dense/weight",
      "perceptron/dense_1/weight",
    ]);
    expect(names("post")).toEqual([
      query,
      key,
      value,
      output,
      "attentionNorm/scale",
      "attentionNorm/shift",
      "perceptron/dense/weight",
      "perceptron/dense_1/weight",
      "perceptronNorm/scale",
      "perceptronNorm/shift",
    ]);
    expect(transformerBlock({ heads: 2 }).build([3, 4]).parameters["perceptron/dense/weight"].shape).toEqual([4, 16]);
  });

  it.each(["pre", "post"] as const)("normalizes %s", async (norm) => {
    const block = transformerBlock({ heads: 2, features: 5, norm, causal: true });
    const { parameters, ...rest } = firstContext(block, [3, 4], { seed: 4 });
    const under = (prefix: string) =>
      Object.fromEntries(
        Object.entries(parameters)
          .filter(([name]) => name.startsWith(`${prefix}/`))
          .map(([name, value]) => [name.slice(prefix.length + 1), value]),
      );
    const normal = (y: Tensor) => layerNorm({ scale: false, shift: false }).apply(y, { ...rest, parameters: {} }).y;
    const attention = (y: Tensor) =>
      multiHeadAttention(2, { causal: true }).apply(y, { ...rest, parameters: under("attention/multiHeadAttention") })
        .y;
    const perceptron = (y: Tensor) =>
      gelu(y.matmul(parameters["perceptron/dense/weight"])).matmul(parameters["perceptron/dense_1/weight"]);
    const h = norm === "pre" ? x.add(attention(normal(x))) : normal(x.add(attention(x)));
    const y = norm === "pre" ? h.add(perceptron(normal(h))) : normal(h.add(perceptron(h)));
    const [found, expected] = [await block.apply(x, { ...rest, parameters }).y.data(), await y.data()];
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 13);
  });

  it.each(["pre", "post"] as const)("has the gradients of its central differences: %s", async (norm) => {
    const block = transformerBlock({ heads: 2, features: 3, norm });
    const { parameters, ...rest } = firstContext(block, [3, 4], { seed: 2 });
    await expectDifferences(
      ({ x: given, ...learned }) =>
        block
          .apply(given, { ...rest, parameters: learned })
          .y.sin()
          .sum(),
      { x, ...parameters },
    );
  });

  it("draws a mask of its own in every place of dropout", async () => {
    const block = transformerBlock({ heads: 2, dropout: 0.3, activation: relu() });
    const { parameters } = firstContext(block, [3, 4]);
    const paths = new Set<string>();
    const run = compile<Tensor, Tensor, Tensor>(
      ({ state, inputs, random, training }) => {
        const y = block.apply(inputs, { parameters, state: {}, training, random }).y;
        for (const path of random.keysFor({ step: 0, microBatch: 0 }).keys()) paths.add(path);
        return { state, outputs: y };
      },
      { state: zeros([1]) },
    );
    await run.run({ inputs: x, training: true });
    expect([...paths].filter((path) => path.endsWith("/0"))).toEqual([
      "random/attention/multiHeadAttention/weights/mask/0",
      "random/attention/dropout/mask/0",
      "random/perceptron/dropout/mask/0",
      "random/perceptron/dropout_1/mask/0",
    ]);
  });

  it("names the rule an option breaks", () => {
    expect(() => transformerBlock({ heads: 2, norm: JSON.parse('"mid"') })).toThrow(
      'transformerBlock: norm must be "pre" or "post", got mid',
    );
    expect(() => transformerBlock({ heads: 2, dropout: 1 })).toThrow(
      "transformerBlock: dropout must be in [0, 1), got 1",
    );
    expect(() => transformerBlock({ heads: 2 }).build([4], "text/block")).toThrow(
      "text/block: expected input [batch, time, features], got [batch, 4]",
    );
    expect(() => transformerBlock({ heads: 3 }).build([5, 4], "text/block")).toThrow(
      "text/block/attention/multiHeadAttention: expected features in 3 heads of one size",
    );
  });
});
