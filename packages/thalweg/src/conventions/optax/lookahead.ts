import { type Chain, type Hyper, type OptimizerSpec, lookahead as ours } from "../../optimizers/index.ts";

export interface OptaxLookaheadOptions {
  /** k: updates of the fast optimizer between two of the slow weights. */
  syncPeriod: number;
  /** α, how far the slow weights go towards the fast ones. */
  slowStepSize: Hyper;
}

/**
 * `optax.lookahead`: gradients are taken at the fast weights, which are trained; evaluation takes the slow ones.
 * Ours evaluates with the fast ones unless told otherwise. Memory 1× more.
 *
 * @example
 * const weights = { w: Float64Array.of(0) };
 * const inner = optax.sgd({ learningRate: 1 });
 * const optimizer = new Optimizer(weights, optax.lookahead(inner, { syncPeriod: 2, slowStepSize: 0.5 }));
 * optimizer.step({ w: [-1] });
 * weights.w[0]; // 1
 * optimizer.evaluationWeights().w[0]; // 0
 */
export const lookahead = (fast: OptimizerSpec, { syncPeriod, slowStepSize }: OptaxLookaheadOptions): Chain =>
  ours(fast, { k: syncPeriod, alpha: slowStepSize, evaluate: "slow" });
