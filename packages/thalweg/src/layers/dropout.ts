import { where } from "../tensor/index.ts";
import { checkOption, layerName } from "./checks.ts";
import type { Layer } from "./layer.ts";

/**
 * While training, every value is 0 with probability `rate`, and x/(1 − rate) otherwise, which keeps the
 * mean; afterwards x itself. Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks
 * from overfitting".
 *
 * The mask follows from the seed, the layer's path, the step and the micro-batch alone.
 *
 * @example
 * const model = sequential([dense(256), relu(), dropout(0.5), dense(10)]);
 */
export const dropout = (rate: number, { name }: { readonly name?: string } = {}): Layer => {
  checkOption(rate >= 0 && rate < 1, "dropout", "rate", "in [0, 1)", rate);
  return {
    name: layerName(name, "dropout"),
    kind: "dropout",
    outputKind: "unchanged",
    build: (inputShape) => ({ outputShape: inputShape, parameters: {}, state: {} }),
    apply: (x, { training, random }) => {
      if (!training || rate === 0) return { y: x };
      const kept = random.bernoulli(x.shape, 1 - rate, "mask");
      const values = x.float();
      return { y: where(kept, values.mul(1 / (1 - rate)), values.literal(0)) };
    },
  };
};
