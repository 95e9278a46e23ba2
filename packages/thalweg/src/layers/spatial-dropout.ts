import { where } from "../tensor/index.ts";
import { checkOption, layerName } from "./checks.ts";
import type { Layer } from "./layer.ts";

/**
 * Dropout of whole channels: while training, a channel of an example is 0 at all positions with
 * probability `rate`, and x/(1 − rate) otherwise, because neighbouring values tell of each other.
 * x: [batch, ..., channels]. Tompson et al. 2014, arXiv:1411.4280.
 *
 * @example
 * spatialDropout(0.2).build([28, 28, 32]).outputShape; // [28, 28, 32]
 */
export const spatialDropout = (rate: number, { name }: { readonly name?: string } = {}): Layer => {
  checkOption(rate >= 0 && rate < 1, "spatialDropout", "rate", "in [0, 1)", rate);
  return {
    name: layerName(name, "spatialDropout"),
    kind: "spatialDropout",
    outputKind: "unchanged",
    build: (inputShape) => ({ outputShape: inputShape, parameters: {}, state: {} }),
    apply: (x, { training, random }) => {
      if (!training || rate === 0) return { y: x };
      const last = x.shape.length - 1;
      const channels = x.shape.map((extent, axis) => (axis === 0 || axis === last ? extent : 1));
      const kept = random.bernoulli(channels, 1 - rate, "mask");
      const values = x.float();
      return { y: where(kept, values.mul(1 / (1 - rate)), values.literal(0)) };
    },
  };
};
