import { notNegative, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

const rules = { weightDecay: notNegative };

/** u ← u + λw under either name: where it stands in the chain makes the difference. */
const addWeights = (name: string, weightDecay: Hyper): Transform =>
  transform({
    name,
    config: { weightDecay },
    rules,
    update: ({ update, parameter, weightDecay }) => ({ update: update.add(parameter.mul(weightDecay)) }),
  });

/** The decoupled stage of a decay that was checked already. */
export const decayStage = (weightDecay: Hyper): Transform => addWeights("addDecayedWeights", weightDecay);

/**
 * Decoupled weight decay: u ← u + λw, placed after the scaling of gradients and before the rate, so
 * that w shrinks by ηλw whatever the gradient's history. Loshchilov & Hutter 2019, arXiv:1711.05101.
 * Keeps no state. For plain gradient descent it equals addL2; for Adam it differs.
 *
 * @example
 * const adamWithDecay = chain(scaleByAdam(), addDecayedWeights(0.01), scaleByLearningRate(1e-3));
 */
export const addDecayedWeights = (weightDecay: Hyper): Transform =>
  decayStage(readOptions("addDecayedWeights", { weightDecay }, rules, { weightDecay }).weightDecay);

/**
 * L2 regularization λ/2·‖w‖²: u ← u + λw, placed before everything else, so that the decay passes
 * through moments and scalings as part of the gradient. Hanson & Pratt 1988. Keeps no state. PyTorch's
 * `weight_decay` of SGD and Adam is this λ; Keras writes its penalty λ‖w‖², whose gradient is 2λw:
 * its `l2(0.01)` is `addL2(0.02)`.
 *
 * @example
 * const regularized = chain(addL2(0.01), momentum({ learningRate: 0.01 }));
 */
export const addL2 = (weightDecay: Hyper): Transform =>
  addWeights("addL2", readOptions("addL2", { weightDecay }, rules, { weightDecay }).weightDecay);
