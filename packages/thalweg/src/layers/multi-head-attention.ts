import { ThalwegError } from "../errors/thalweg-error.ts";
import { scaledDotProductAttention, type Tensor } from "../tensor/index.ts";
import { checkOption, layerName } from "./checks.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import type { Initializer } from "./initializers/index.ts";
import { type Built, type Layer, showBatched } from "./layer.ts";
import { contextOf, prefixed } from "./nested.ts";
import { sequenceOf } from "./sequence-input.ts";

export interface MultiHeadAttentionOptions {
  /** Features of one head's queries, keys and values; those of the input divided by the heads unless said. */
  readonly keyFeatures?: number;
  /** Whether the four maps have biases; true unless said. */
  readonly bias?: boolean;
  /** Share of attention weights that are 0 in a training step. */
  readonly dropout?: number;
  /** Whether a position sees only itself and those before it. */
  readonly causal?: boolean;
  /** Of the four weights; Glorot's uniform distribution unless said, as in Keras. */
  readonly kernelInitializer?: Initializer;
  readonly name?: string;
}

/**
 * Multi-head self-attention: queries, keys and values are maps of the input, each head attends by itself,
 * and a last map joins their results. x: [batch, time, features] → the same shape, with query, key, value:
 * [features, heads·keyFeatures] and output: [heads·keyFeatures, features], each with its bias.
 * Vaswani et al. 2017, arXiv:1706.03762.
 *
 * @example
 * const built = multiHeadAttention(4, { causal: true }).build([50, 32]);
 * built.outputShape; // [50, 32]
 * built.parameters["query/weight"].shape; // [32, 32]
 */
export const multiHeadAttention = (
  heads: number,
  {
    keyFeatures,
    bias = true,
    dropout: rate = 0,
    causal = false,
    kernelInitializer,
    name,
  }: MultiHeadAttentionOptions = {},
): Layer => {
  checkOption(Number.isSafeInteger(heads) && heads > 0, "multiHeadAttention", "heads", "a positive integer", heads);
  checkOption(
    keyFeatures === undefined || (Number.isSafeInteger(keyFeatures) && keyFeatures > 0),
    "multiHeadAttention",
    "keyFeatures",
    "a positive integer",
    keyFeatures,
  );
  checkOption(rate >= 0 && rate < 1, "multiHeadAttention", "dropout", "in [0, 1)", rate);
  const own = layerName(name, "multiHeadAttention");
  const map = (units: number, part: string) => dense(units, { bias, kernelInitializer, perPosition: true, name: part });
  const inside = (features: number) => heads * (keyFeatures ?? features / heads);

  return {
    name: own,
    kind: "multiHeadAttention",
    outputKind: "values",
    build: (inputShape, path = own) => {
      const [time, features] = sequenceOf(inputShape, path);
      const width = inside(features);
      if (!Number.isInteger(width / heads)) {
        throw new ThalwegError(
          "layer",
          `${path}: expected features in ${heads} heads of one size, got ${showBatched(inputShape)}; ` +
            "use a number of heads that divides them, or set keyFeatures",
        );
      }
      const parameters: Built["parameters"] = Object.assign(
        {},
        ...maps.map((part) => prefixed(part, map(width, part).build(inputShape).parameters)),
        prefixed("output", map(features, "output").build([time, width]).parameters),
      );
      return { outputShape: inputShape, parameters, state: {} };
    },
    apply: (x, context) => {
      const [batch, time, features] = x.shape;
      const width = inside(features);
      const apart = (part: (typeof maps)[number]): Tensor =>
        map(width, part)
          .apply(x, contextOf(part, context))
          .y.reshape([batch, time, heads, width / heads])
          .permute([0, 2, 1, 3]);
      const [q, k, v] = maps.map(apart);
      const onWeights = (weights: Tensor) => dropout(rate).apply(weights, contextOf("weights", context)).y;
      const joined = scaledDotProductAttention(q, k, v, { causal, onWeights })
        .permute([0, 2, 1, 3])
        .reshape([batch, time, width]);
      return map(features, "output").apply(joined, contextOf("output", context));
    },
  };
};

const maps = ["query", "key", "value"] as const;
