import { beforeAll, describe, it } from "vitest";
import { useDevice } from "../tensor/index.ts";
import { embedding } from "./embedding.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";
import { settings } from "./testing/golden.ts";
import { expectTorch, type Likeness, stretch, torchLayer, transposed } from "./testing/torch-layers.ts";
import { transformerBlock } from "./transformer-block.ts";

/** torch keeps the maps of queries, keys and values in one array, and every weight as [out, in]. */
const attention = (theirs: string, ours: string): Likeness["parameters"] => ({
  ...Object.fromEntries(
    ["query", "key", "value"].flatMap((part, index): [string, Likeness["parameters"][string]][] => [
      [`${ours}${part}/weight`, (torch) => transposed(stretch(torch[`${theirs}in_proj_weight`], index, 3))],
      [`${ours}${part}/bias`, (torch) => stretch(torch[`${theirs}in_proj_bias`], index, 3)],
    ]),
  ),
  [`${ours}output/weight`]: (torch) => transposed(torch[`${theirs}out_proj.weight`]),
  [`${ours}output/bias`]: (torch) => torch[`${theirs}out_proj.bias`],
});

// A bias of keys adds the same to every score of a query, which softmax does not see: its gradient is 0.
const likenesses: Readonly<Record<string, Likeness>> = {
  Embedding: { layer: embedding(7, 4), parameters: { weight: ({ weight }) => weight }, ids: true },
  MultiheadSelfAttention: { layer: multiHeadAttention(2), parameters: attention("", ""), vanishing: ["key/bias"] },
  TransformerEncoderLayer: {
    layer: transformerBlock({ heads: 2, features: 16 }),
    parameters: {
      ...attention("self_attn.", "attention/multiHeadAttention/"),
      "attention/layerNorm/scale": (torch) => torch["norm1.weight"],
      "attention/layerNorm/shift": (torch) => torch["norm1.bias"],
      "perceptron/layerNorm/scale": (torch) => torch["norm2.weight"],
      "perceptron/layerNorm/shift": (torch) => torch["norm2.bias"],
      "perceptron/dense/weight": (torch) => transposed(torch["linear1.weight"]),
      "perceptron/dense/bias": (torch) => torch["linear1.bias"],
      "perceptron/dense_1/weight": (torch) => transposed(torch["linear2.weight"]),
      "perceptron/dense_1/bias": (torch) => torch["linear2.bias"],
    },
    vanishing: ["attention/multiHeadAttention/key/bias"],
  },
};

describe.each(settings)("attention of torch on $device in $dtype", ({ device, ...precision }) => {
  beforeAll(() => useDevice(device));

  for (const [name, likeness] of Object.entries(likenesses)) {
    const golden = torchLayer(name);
    // Skipped only where the file of reference values has no such case.
    it.skipIf(!golden)(name, async () => {
      if (golden) await expectTorch(golden, likeness, precision);
    });
  }
});
