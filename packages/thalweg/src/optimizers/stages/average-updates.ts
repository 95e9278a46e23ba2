import { decay, flag, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AverageUpdatesOptions {
  /** β, how much of the average each step keeps; 0.9 unless given. */
  beta?: Hyper;
  /** Whether the average is divided by 1 − βᵗ, which undoes its start at 0; true unless given. */
  biasCorrection?: boolean;
}

const rules = { beta: decay, biasCorrection: flag };

/**
 * Passes on a moving average of updates: m ← βm + (1 − β)u, u ← m/(1 − βᵗ). The correction is Kingma & Ba's
 * (2015, arXiv:1412.6980); Optax's `ema`. It averages about 1/(1 − β) updates; to average weights, see
 * emaWeights. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(0) };
 * const optimizer = new Optimizer(weights, chain(averageUpdates({ beta: 0.5 }), scale(-1)));
 * optimizer.step({ w: [1] });
 * weights.w[0]; // -1
 */
export const averageUpdates = (options: AverageUpdatesOptions = {}): Transform => {
  const config = readOptions("averageUpdates", options, rules, { beta: 0.9, biasCorrection: true });
  return transform({
    name: "averageUpdates",
    config,
    rules,
    slots: { m: zeroed },
    counters: { mDecay: 1 },
    knobs: ({ beta, counters }) => {
      counters.mDecay *= beta;
      return { gain: 1 - beta, mScale: config.biasCorrection ? 1 / (1 - counters.mDecay) : 1 };
    },
    update: ({ update, m: old, beta, gain, mScale }) => {
      const m = old.mul(beta).add(update.mul(gain));
      return { update: m.mul(mScale), m };
    },
  });
};
