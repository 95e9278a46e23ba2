import { positive, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

const rules = { threshold: positive };

/**
 * Limits the root mean square of each parameter's update to c: u ← u / max(1, rms(u)/c), rms(u) = √mean(u²).
 * Shazeer & Stern 2018, arXiv:1804.04235, section 6; Optax's `clip_by_block_rms`. Unlike a norm, c means the
 * same for small and large parameters. Keeps no state.
 *
 * @example
 * const weights = { w: Float64Array.of(0, 0) };
 * new Optimizer(weights, chain(clipByBlockRms(1), scale(-1))).step({ w: [1, 7] });
 * weights.w; // [-0.2, -1.4]
 */
export const clipByBlockRms = (threshold: Hyper): Transform =>
  transform({
    name: "clipByBlockRms",
    config: readOptions("clipByBlockRms", { threshold }, rules, { threshold }),
    rules,
    scope: "tensor",
    update: ({ update, threshold }) => ({
      update: update.div(update.square().mean().sqrt().div(threshold).maximum(threshold.literal(1))),
    }),
  });
