import { positive, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

/**
 * Clamps every element: u ← min(max(u, −c), c). Mikolov 2012, "Statistical Language Models Based on
 * Neural Networks". It may change the update's direction; clipByGlobalNorm does not. Keeps no state.
 *
 * @example
 * const clipped = chain(clipByValue(0.5), gradientDescent({ learningRate: 0.1 }));
 */
export const clipByValue = (limit: Hyper): Transform =>
  transform({
    name: "clipByValue",
    config: readOptions("clipByValue", { limit }, { limit: positive }, { limit }),
    update: ({ update, limit }) => ({ update: update.clamp(limit.neg(), limit) }),
  });
