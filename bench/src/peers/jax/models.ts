import { lax, nn, numpy as np } from "@jax-js/jax";
import type { ModelSpec } from "../../models.ts";
import type { Arrays, ClassifierSpec, ConvolutionalSpec, TransformerSpec } from "../../task.ts";
import type { Named } from "./update.ts";

/** Weights by name, each given once: using it up is its last use. */
type Model = (weights: Named, x: np.Array) => np.Array;

const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}_${index}`);

const dense = (x: np.Array, weights: Named, name: string): np.Array => {
  const product = np.matmul(x, weights[`${name}/weight`]);
  const bias = weights[`${name}/bias`];
  return bias ? product.add(bias) : product;
};

/** By the statistics of the given axis; ε is the default of all sides. */
const normalized = (x: np.Array, axis: number, weights: Named, name: string): np.Array =>
  nn.standardize(x, axis, { epsilon: 1e-5 }).mul(weights[`${name}/scale`]).add(weights[`${name}/shift`]);

const classifier =
  ({ widths, batchNorm }: ClassifierSpec): Model =>
  (weights, x) => {
    const last = widths.length - 2;
    let y = x;
    for (let index = 0; index <= last; index += 1) {
      y = dense(y, weights, numbered("dense", index));
      if (index === last) continue;
      y = nn.relu(batchNorm ? normalized(y, 0, weights, numbered("batchNorm", index)) : y);
    }
    return y;
  };

/** Images and their maps are [batch, channels, height, width] here. */
const convolutional =
  ({ side, filters, batch, units }: ConvolutionalSpec): Model =>
  (weights, x) => {
    let y = x.reshape([batch, 1, side, side]);
    let extent = side;
    let channels = 1;
    filters.forEach((count, index) => {
      const name = numbered("conv2d", index);
      const filter = weights[`${name}/weight`].transpose([3, 2, 0, 1]);
      const bias = weights[`${name}/bias`].reshape([count, 1, 1]);
      y = nn.relu(lax.convGeneralDilated(y, filter, [1, 1], "SAME").add(bias));
      extent /= 2;
      channels = count;
      y = np.max(y.reshape([batch, count, extent, 2, extent, 2]), [3, 5]);
    });
    const byPlace = weights["dense/weight"].reshape([extent, extent, channels, units]).transpose([2, 0, 1, 3]);
    const hidden = np.matmul(y.reshape([batch, -1]), byPlace.reshape([-1, units])).add(weights["dense/bias"]);
    return dense(nn.relu(hidden), weights, "dense_1");
  };

/** Causal, of [batch, heads, time, features]. Its own needs iterator helpers, which Node 20 does not have. */
const attention = (query: np.Array, key: np.Array, value: np.Array): np.Array => {
  const [, , time, features] = query.shape;
  const scores = np.matmul(query, key.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(features));
  const seen = np.tri(time, time).astype(np.bool);
  return np.matmul(nn.softmax(np.where(seen, scores, -1e30), -1), value);
};

const transformer =
  ({ vocabulary, width, layers, heads, context, batch }: TransformerSpec): Model =>
  (weights, x) => {
    // As a product, since the gradient of its gather adds up nothing.
    const tokens = np.matmul(nn.oneHot(x.reshape([-1]), vocabulary), weights["embedding/weight"]);
    let y = tokens.reshape([batch, context, width]).add(weights["positionalEmbedding/weight"]);
    for (let index = 0; index < layers; index += 1) {
      const name = numbered("transformerBlock", index);
      const path = `${name}/attention/multiHeadAttention`;
      const input = normalized(y.ref, -1, weights, `${name}/attention/layerNorm`);
      const [query, key, value] = ["query", "key", "value"].map((part) =>
        dense(input.ref, weights, `${path}/${part}`)
          .reshape([batch, context, heads, width / heads])
          .transpose([0, 2, 1, 3]),
      );
      input.dispose();
      const attended = attention(query, key, value).transpose([0, 2, 1, 3]);
      y = y.add(dense(attended.reshape([batch, context, width]), weights, `${path}/output`));
      const inner = dense(
        normalized(y.ref, -1, weights, `${name}/perceptron/layerNorm`),
        weights,
        `${name}/perceptron/dense`,
      );
      y = y.add(dense(nn.gelu(inner, { approximate: false }), weights, `${name}/perceptron/dense_1`));
    }
    return dense(normalized(y, -1, weights, "layerNorm"), weights, "dense").reshape([batch * context, vocabulary]);
  };

const modelOf = (spec: ModelSpec): Model => {
  switch (spec.kind) {
    case "classifier":
      return classifier(spec);
    case "convolutional":
      return convolutional(spec);
    case "transformer":
      return transformer(spec);
  }
};

/** Mean cross-entropy of the batch. */
export const lossOf = (spec: ModelSpec): ((weights: Named, x: np.Array, labels: np.Array) => np.Array) => {
  const model = modelOf(spec);
  return (weights, x, labels) => {
    const logits = model(weights, x);
    const classes = logits.shape[1];
    return nn
      .logSoftmax(logits)
      .mul(nn.oneHot(labels.reshape([-1]), classes))
      .sum(-1)
      .mean()
      .neg();
  };
};

export const uploaded = (arrays: Arrays): Named =>
  Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, values }]) => [name, np.array(values, { shape: [...shape] })]),
  );
