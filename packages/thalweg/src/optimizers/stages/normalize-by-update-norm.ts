import { finite, notNegative, readOptions } from "../options.ts";
import { type Hyper, modelTransform, type Transform } from "../transform.ts";

export interface NormalizeOptions {
  /** c, the length that updates get; 1 unless given. */
  length?: Hyper;
  /** Added to ‖u‖ before dividing; 1e-6 unless given. */
  epsilon?: Hyper;
}

const rules = { length: finite, epsilon: notNegative };

/**
 * Gives the update of all parameters together one length: u ← c·u/(‖u‖ + ε), ‖u‖² = Σ over all parameters.
 * Normalized gradient descent: Nesterov 1984; Optax's `normalize_by_update_norm`. Keeps no state. The
 * steps do not shrink near a minimum: let the rate decay.
 *
 * @example
 * const weights = { w: Float64Array.of(0, 0) };
 * new Optimizer(weights, chain(normalizeByUpdateNorm(), scaleByLearningRate(0.5))).step({ w: [6, 8] });
 * weights.w; // [-0.3, -0.4], but for ε
 */
export const normalizeByUpdateNorm = (options: NormalizeOptions = {}): Transform =>
  modelTransform({
    name: "normalizeByUpdateNorm",
    config: readOptions("normalizeByUpdateNorm", options, rules, { length: 1, epsilon: 1e-6 }),
    rules,
    updateAll: ({ parts, length, epsilon }) => {
      const total = parts.map(({ update }) => update.square().sum()).reduce((sum, part) => sum.add(part));
      const factor = length.div(total.sqrt().add(epsilon));
      return parts.map(({ update }) => ({ update: update.mul(factor) }));
    },
  });
