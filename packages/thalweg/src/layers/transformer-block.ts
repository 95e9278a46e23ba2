import { gelu } from "./activations.ts";
import { checkOption, layerName } from "./checks.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import type { Layer, LayerLike } from "./layer.ts";
import { layerNorm } from "./layer-norm.ts";
import { multiHeadAttention } from "./multi-head-attention.ts";
import { residual } from "./residual.ts";
import { sequenceOf } from "./sequence-input.ts";
import { sequential } from "./sequential.ts";

export interface TransformerBlockOptions {
  readonly heads: number;
  /** Units between the two maps of the perceptron; four times the input's features unless said. */
  readonly features?: number;
  /**
   * Where to normalize: "pre" at the start of each branch, which trains without warmup (Xiong et al. 2020,
   * arXiv:2002.04745), or "post" after each sum, as in the first paper. "pre" unless said.
   */
  readonly norm?: "pre" | "post";
  /** Within the perceptron; `gelu()` unless said. */
  readonly activation?: LayerLike;
  /** Share of attention weights, hidden units and branch outputs that are 0 in a training step. */
  readonly dropout?: number;
  /** Whether a position sees only itself and those before it. */
  readonly causal?: boolean;
  /** Of the layer normalizations; 1e-5 unless said. */
  readonly epsilon?: number;
  readonly name?: string;
}

/**
 * A transformer block: self-attention and a perceptron at each position, both beside residual connections
 * and with layer normalization. x: [batch, time, features] → the same shape. Vaswani et al. 2017,
 * arXiv:1706.03762.
 *
 * @example
 * const text = sequential([
 *   embedding(96, 32), positionalEmbedding(64), transformerBlock({ heads: 4, causal: true }), layerNorm(),
 *   dense(96, { perPosition: true }),
 * ]);
 * text.build([64]).outputShape; // [64, 96]
 */
export const transformerBlock = ({
  heads,
  features,
  norm = "pre",
  activation = gelu(),
  dropout: rate = 0,
  causal = false,
  epsilon = 1e-5,
  name,
}: TransformerBlockOptions): Layer => {
  checkOption(norm === "pre" || norm === "post", "transformerBlock", "norm", '"pre" or "post"', norm);
  checkOption(rate >= 0 && rate < 1, "transformerBlock", "dropout", "in [0, 1)", rate);
  const own = layerName(name, "transformerBlock");
  const attention = [multiHeadAttention(heads, { causal, dropout: rate }), dropout(rate)];
  const normal = (part?: string) => layerNorm({ epsilon, name: part });
  const inside = (width: number): Layer => {
    const hidden = dense(features ?? 4 * width, { perPosition: true, activation });
    const perceptron = [hidden, dropout(rate), dense(width, { perPosition: true }), dropout(rate)];
    const pre = norm === "pre" ? [normal()] : [];
    const post = (part: string) => (norm === "post" ? [normal(part)] : []);
    return sequential(
      [
        residual([...pre, ...attention], { name: "attention" }),
        ...post("attentionNorm"),
        residual([...pre, ...perceptron], { name: "perceptron" }),
        ...post("perceptronNorm"),
      ],
      { name: own },
    );
  };
  return {
    name: own,
    kind: "transformerBlock",
    outputKind: "values",
    build: (inputShape, path = own) => inside(sequenceOf(inputShape, path)[1]).build(inputShape, path),
    apply: (x, context) => inside(x.shape[2]).apply(x, context),
  };
};
