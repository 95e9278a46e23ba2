import { describe, expect, it } from "vitest";
import { accumulate, adam, gradientDescent } from "../optimizers/index.ts";
import { relu } from "./activations.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { flatten } from "./flatten.ts";
import { layerNorm } from "./layer-norm.ts";
import { model } from "./model.ts";
import { sequential } from "./sequential.ts";
import { summary } from "./summary.ts";
import { add, input } from "./symbolic.ts";
import { transformerBlock } from "./transformer-block.ts";

describe("summary", () => {
  it("lists layers, shapes and parameters, their total and the optimizer's memory", () => {
    const classifier = sequential([flatten(), dense(256, { bias: false }), batchNorm(), relu(), dense(10)]);
    expect(summary(classifier, [28, 28, 1], { optimizer: adam() })).toBe(
      [
        "layer      output shape  parameters",
        "flatten    [batch, 784]           0",
        "dense      [batch, 256]     200,704",
        "batchNorm  [batch, 256]         512",
        "relu       [batch, 256]           0",
        "dense_1    [batch, 10]        2,570",
        "total                       203,786",
        "weights: 815,144 bytes",
        "moving statistics: 2,048 bytes",
        "optimizer: 1,630,288 bytes, 2× the weights",
      ].join("\n"),
    );
  });

  it("indents layers inside others", () => {
    const text = sequential([
      embedding(96, 32),
      transformerBlock({ heads: 4, dropout: 0.1 }),
      sequential([layerNorm(), dense(96, { perPosition: true })], { name: "head" }),
    ]);
    expect(summary(text, [64])).toBe(
      [
        "layer                   output shape      parameters",
        "embedding               [batch, 64, 32]        3,072",
        "transformerBlock        [batch, 64, 32]       12,704",
        "  attention             [batch, 64, 32]        4,288",
        "    layerNorm           [batch, 64, 32]           64",
        "    multiHeadAttention  [batch, 64, 32]        4,224",
        "    dropout             [batch, 64, 32]            0",
        "  perceptron            [batch, 64, 32]        8,416",
        "    layerNorm           [batch, 64, 32]           64",
        "    dense               [batch, 64, 128]       4,224",
        "    dropout             [batch, 64, 128]           0",
        "    dense_1             [batch, 64, 32]        4,128",
        "    dropout_1           [batch, 64, 32]            0",
        "head                    [batch, 64, 96]        3,232",
        "  layerNorm             [batch, 64, 32]           64",
        "  dense                 [batch, 64, 96]        3,168",
        "total                                         19,008",
        "weights: 76,032 bytes",
      ].join("\n"),
    );
  });

  it("lists a shared layer once, and the sums that join branches", () => {
    const x = input([8]);
    const shared = dense(8, { bias: false });
    const network = model(x, add(x.apply(shared), x.apply(shared).apply(dropout(0.5))));
    expect(network.summary({ optimizer: accumulate(4, gradientDescent()) })).toBe(
      [
        "layer    output shape  parameters",
        "dense    [batch, 8]            64",
        "dropout  [batch, 8]             0",
        "add      [batch, 8]             0",
        "total                          64",
        "weights: 256 bytes",
        "optimizer: 256 bytes, 1× the weights",
      ].join("\n"),
    );
    expect(summary(dense(2), [3]).split("\n")[1]).toBe("dense  [batch, 2]             8");
  });
});
