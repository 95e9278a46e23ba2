import { finite, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

/**
 * Multiplies the update by a number: u ← cu. `scale(-1)` turns descent into ascent. Keeps no state.
 *
 * @example
 * const ascent = chain(scale(-1), gradientDescent({ learningRate: 0.1 }));
 */
export const scale = (factor: Hyper): Transform =>
  transform({
    name: "scale",
    config: readOptions("scale", { factor }, { factor: finite }, { factor }),
    update: ({ update, factor }) => ({ update: update.mul(factor) }),
  });
