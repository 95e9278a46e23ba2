import { oneOf, readOptions } from "../options.ts";
import { type Transform, transform } from "../transform.ts";

export interface CentralizeOptions {
  /** Which axis counts units, "last" or "first"; "last" unless given. */
  units?: "last" | "first";
}

const rules = { units: oneOf(["last", "first"]) };

/**
 * Gradient centralization: u ← u − mean(u) over all weights of one unit, for parameters with at least two
 * axes, so that what enters a unit keeps its sum. Yong et al. 2020, arXiv:2004.01461. Keeps no state. Units
 * are on the last axis of our weights [in, out]; Optax's `centralize` takes the first axis, whatever the
 * layout: `units: "first"`.
 *
 * @example
 * const weights = { w: { data: new Float64Array(4), shape: [2, 2] } };
 * new Optimizer(weights, chain(centralizeGradient(), scale(-1))).step({ w: [1, 2, 5, 4] });
 * weights.w.data; // [2, 1, -2, -1]
 */
export const centralizeGradient = (options: CentralizeOptions = {}): Transform => {
  const { units } = readOptions("centralizeGradient", options, rules, { units: "last" });
  return transform({
    name: "centralizeGradient",
    config: { units },
    scope: "tensor",
    update: ({ update }) => {
      if (update.shape.length < 2) return { update };
      const axes = update.shape.map((_, axis) => axis);
      const own = units === "last" ? axes.slice(0, -1) : axes.slice(1);
      return { update: update.sub(update.mean(own, { keepDims: true })) };
    },
  });
};
