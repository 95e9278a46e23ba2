import { where } from "../../tensor/index.ts";
import { oneOf, positive, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

export interface CautiousOptions {
  /**
   * Where it stands: "beforeRate", where an update points the gradient's way, or "afterRate", where it points
   * against it; "beforeRate" unless given.
   */
  placed?: "beforeRate" | "afterRate";
  /** What the share of kept elements counts as at least; 1e-3 unless given. */
  smallestShare?: Hyper;
}

const rules = { placed: oneOf(["beforeRate", "afterRate"]), smallestShare: positive };

/**
 * Leaves out the elements of an update that disagree with the gradient, and lengthens the others to make up for
 * them: φ = 1 where u·g > 0, else 0; u ← uφ/max(mean φ, 10⁻³), the mean over one parameter. Liang et al. 2024,
 * arXiv:2411.16085. g is the gradient that entered the chain. After the rate, where updates point downhill,
 * φ = 1 where u·g < 0. Keeps no state. For optimizers with momentum; without it nothing disagrees.
 *
 * @example
 * const cautiousAdamW = chain(scaleByAdam(), cautious(), addDecayedWeights(0.01), scaleByLearningRate(1e-3));
 * const cautiousMomentum = chain(momentum({ learningRate: 0.01 }), cautious({ placed: "afterRate" }));
 */
export const cautious = (options: CautiousOptions = {}): Transform => {
  const { placed, smallestShare } = readOptions("cautious", options, rules, {
    placed: "beforeRate",
    smallestShare: 1e-3,
  });
  return transform({
    name: "cautious",
    config: { placed, smallestShare },
    rules: { smallestShare: positive },
    scope: "tensor",
    ...(placed === "beforeRate" ? { place: "beforeRate" } : {}),
    update: ({ update, gradient, smallestShare }) => {
      // Signs, because the product of two small numbers can round to 0.
      const agreement = update.sign().mul(gradient.sign());
      const agrees = placed === "beforeRate" ? agreement.gt(0) : agreement.lt(0);
      const share = agrees.toType(update.dtype).mean().maximum(smallestShare);
      return { update: where(agrees, update.div(share), update.literal(0)) };
    },
  });
};
