import { asLayer } from "./as-layer.ts";
import type { Layer, LayerLike } from "./layer.ts";

/**
 * A layer that behaves as in evaluation also while the model around it trains: batch normalization uses its moving
 * statistics and leaves them as they are, dropout drops nothing. Gradients go through it, and its parameters are still
 * trained, unless `frozen()` holds them. What torch's `eval()` does to a part of a model, and Keras's
 * `trainable = False` to batch normalization.
 *
 * @example
 * const body = sequential([dense(16, { bias: false }), batchNorm(), relu()], { name: "body" });
 * const model = sequential([inferenceMode(body), dense(3)]);
 */
export const inferenceMode = (layer: LayerLike): Layer => {
  const inner = asLayer(layer);
  return {
    ...inner,
    build: (inputShape, path) => {
      const { limits, ...built } = inner.build(inputShape, path);
      // Statistics that are not taken from a batch do not ask for many examples in it.
      return { ...built, ...(limits?.ids && { limits: { ids: limits.ids } }) };
    },
    apply: (x, context) => ({ y: inner.apply(x, { ...context, training: false }).y }),
  };
};
