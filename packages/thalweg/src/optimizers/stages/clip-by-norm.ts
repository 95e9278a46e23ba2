import { notNegative, positive, readOptions } from "../options.ts";
import { type Hyper, modelTransform, type Transform, transform } from "../transform.ts";

export interface ClipOptions {
  /** Added to ‖u‖ before dividing; 0 (exact) unless given. PyTorch divides by ‖u‖ + 1e-6. */
  epsilon?: Hyper;
}

const clipConfig = (owner: string, norm: Hyper, { epsilon = 0, ...others }: ClipOptions) =>
  readOptions(owner, { norm, epsilon, ...others }, { norm: positive, epsilon: notNegative }, { norm, epsilon });

/**
 * Shortens each parameter's update by itself to length c: u ← u·min(1, c/(‖u‖ + ε)), which keeps its
 * direction. Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063. Keeps no state.
 *
 * @example
 * const clipped = chain(clipByNorm(1), adam());
 */
export const clipByNorm = (norm: Hyper, options: ClipOptions = {}): Transform =>
  transform({
    name: "clipByNorm",
    config: clipConfig("clipByNorm", norm, options),
    scope: "tensor",
    update: ({ update, norm, epsilon }) => ({
      update: update.mul(norm.div(update.norm().add(epsilon)).minimum(norm.literal(1))),
    }),
  });

/**
 * Shortens the update of all parameters together to length c: u ← u·min(1, c/(‖u‖ + ε)) with
 * ‖u‖² = Σ over all parameters, so that the step keeps its direction: [6, 8] at c = 5 becomes [3, 4].
 * Pascanu, Mikolov & Bengio 2013, arXiv:1211.5063. Usual c: 1 or 5. Keeps no state. In a chain before
 * a route it sees all parameters, inside one its group.
 *
 * @example
 * const clipped = chain(clipByGlobalNorm(1), adamW({ learningRate: 1e-3 }));
 */
export const clipByGlobalNorm = (norm: Hyper, options: ClipOptions = {}): Transform =>
  modelTransform({
    name: "clipByGlobalNorm",
    config: clipConfig("clipByGlobalNorm", norm, options),
    updateAll: ({ parts, norm, epsilon }) => {
      const total = parts.map(({ update }) => update.square().sum()).reduce((sum, part) => sum.add(part));
      const factor = norm.div(total.sqrt().add(epsilon)).minimum(norm.literal(1));
      return parts.map(({ update }) => ({ update: update.mul(factor) }));
    },
  });
