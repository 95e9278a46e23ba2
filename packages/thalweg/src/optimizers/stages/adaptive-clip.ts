import type { Shape } from "../../graph/index.ts";
import { where } from "../../tensor/index.ts";
import { notNegative, positive, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

export interface AdaptiveClipOptions {
  /** ε: weights with a smaller norm count as if theirs were ε; 1e-3 unless given. */
  epsilon?: Hyper;
}

const rules = { clipping: positive, epsilon: notNegative };

/**
 * Adaptive gradient clipping: limits each unit's update to a share c of the unit's weights, u ← u·min(1, c·max(‖w‖, ε)/‖u‖).
 * Brock et al. 2021, arXiv:2102.06171; units as in Optax's `adaptive_grad_clip`: a column of a matrix
 * [in, out], a filter [·, ·, ·, out], for three axes whatever shares the last two, otherwise the whole
 * parameter. Usual c: 0.01. Keeps no state. The paper leaves the last layer unclipped: route it.
 *
 * @example
 * const weights = { w: Float64Array.of(3, 4) };
 * new Optimizer(weights, chain(adaptiveClip(0.1), scale(-1))).step({ w: [6, 8] });
 * weights.w; // [2.7, 3.6]
 */
export const adaptiveClip = (clipping: Hyper, { epsilon = 1e-3, ...others }: AdaptiveClipOptions = {}): Transform =>
  transform({
    name: "adaptiveClip",
    config: readOptions("adaptiveClip", { clipping, epsilon, ...others }, rules, { clipping, epsilon }),
    rules,
    scope: "tensor",
    update: ({ update, parameter, clipping, epsilon }) => {
      const axes = unitAxes(update.shape);
      const norm = update.norm(axes, { keepDims: true });
      const limit = parameter.norm(axes, { keepDims: true }).maximum(epsilon).mul(clipping);
      const factor = limit.div(norm.maximum(norm.literal(smallestNorm)));
      return { update: where(norm.lt(limit), update, update.mul(factor)) };
    },
  });

/** What norms are divided by at least, as in Optax. */
const smallestNorm = 1e-6;

/** The axes that make up one unit. */
const unitAxes = (shape: Shape): readonly number[] => {
  const all = shape.map((_, axis) => axis);
  if (shape.filter((extent) => extent !== 1).length <= 1) return all;
  return shape.length <= 3 ? [0] : all.slice(0, -1);
};
