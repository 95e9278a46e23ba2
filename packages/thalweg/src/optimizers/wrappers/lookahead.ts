import { type Chain, chain, type OptimizerSpec } from "../chain.ts";
import { count, oneOf, readOptions, share } from "../options.ts";
import { copied, type Hyper, transform } from "../transform.ts";

export interface LookaheadOptions {
  /** Updates of the optimizer inside between two of the slow weights; 5 unless given. */
  k?: number;
  /** α, how far the slow weights go towards the fast ones; 0.5 unless given. */
  alpha?: Hyper;
  /** Weights to evaluate with, which differ between two updates of the slow ones; "fast" unless given. */
  evaluate?: "fast" | "slow";
}

const rules = { k: count, alpha: share, evaluate: oneOf(["fast", "slow"]) };

/**
 * Lookahead: an optimizer runs ahead on fast weights w; every k updates slow weights follow, s ← s + α(w − s),
 * and the fast ones go back to them, w ← s. s = w at the start. Zhang et al. 2019, arXiv:1907.08610. Memory
 * 1× more. The optimizer's averages run on undisturbed.
 *
 * @example
 * const weights = { w: Float64Array.of(0) };
 * const optimizer = new Optimizer(weights, lookahead(gradientDescent({ learningRate: 1 }), { k: 2 }));
 * optimizer.step({ w: [-1] });
 * weights.w[0]; // 1
 * optimizer.step({ w: [-1] });
 * weights.w[0]; // 1 = 0 + 0.5·(2 − 0)
 */
export const lookahead = (optimizer: OptimizerSpec, options: LookaheadOptions = {}): Chain => {
  const { k, alpha, evaluate } = readOptions("lookahead", options, rules, { k: 5, alpha: 0.5, evaluate: "fast" });
  const stage = transform({
    name: "lookahead",
    config: { k, alpha, evaluate },
    rules: { k: count, alpha: share },
    place: "last",
    slots: { s: copied },
    occasions: { follows: ({ step, k }) => step % k === 0 },
    update: ({ update, parameter, s: old, alpha, follows }) => {
      if (!follows) return { update, s: old };
      const s = old.add(parameter.add(update).sub(old).mul(alpha));
      return { update: s.sub(parameter), s };
    },
  });
  return chain(optimizer, evaluate === "slow" ? { ...stage, evaluation: { weights: ({ s }) => s } } : stage);
};
