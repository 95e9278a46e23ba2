import { type Tensor, where } from "../../tensor/index.ts";
import { notNegative, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

export interface TrustRatioOptions {
  /** c; 1 unless given. */
  trustCoefficient?: Hyper;
  /** ε beside ‖u‖; 0 unless given. */
  epsilon?: Hyper;
  /** The most that ‖w‖ counts for, φ(‖w‖) = min(‖w‖, limit); 0, which is no limit, unless given. */
  normLimit?: Hyper;
}

export const trustRatioRules = { trustCoefficient: notNegative, epsilon: notNegative, normLimit: notNegative };

/**
 * Scales each parameter's update to the length of its weights: u ← u·cφ(‖w‖)/(‖u‖ + ε), φ(x) = min(x, limit);
 * unchanged where ‖w‖ or ‖u‖ is 0. You et al. 2017, arXiv:1708.03888; You et al. 2020, arXiv:1904.00962.
 * Keeps no state.
 *
 * @example
 * const weights = { w: Float64Array.of(3, 4) };
 * new Optimizer(weights, chain(scaleByTrustRatio(), scaleByLearningRate(0.1))).step({ w: [0, 2] });
 * weights.w; // [3, 3.5]
 */
export const scaleByTrustRatio = (options: TrustRatioOptions = {}): Transform =>
  trustRatioStage(
    readOptions("scaleByTrustRatio", options, trustRatioRules, { trustCoefficient: 1, epsilon: 0, normLimit: 0 }),
  );

/** The stage of options that were checked already. */
export const trustRatioStage = (config: Required<TrustRatioOptions>): Transform =>
  transform({
    name: "scaleByTrustRatio",
    config,
    rules: trustRatioRules,
    scope: "tensor",
    knobs: ({ normLimit }) => ({ limit: limitOf(normLimit) }),
    update: ({ update, parameter, trustCoefficient, epsilon, limit }) => ({
      update: update.mul(trusted(update, parameter.norm(), { trustCoefficient, epsilon, limit })),
    }),
  });

/** The same after a decay apart from the update: weights count as what w ← w − ηλw leaves of them. */
export const decayedTrustRatioStage = (
  options: Required<TrustRatioOptions>,
  decay: { readonly learningRate: Hyper; readonly weightDecay: Hyper },
): Transform =>
  transform({
    name: "scaleByTrustRatio",
    config: { ...options, ...decay },
    rules: { ...trustRatioRules, learningRate: notNegative, weightDecay: notNegative },
    scope: "tensor",
    knobs: ({ normLimit, learningRate, weightDecay }) => ({
      limit: limitOf(normLimit),
      left: Math.abs(1 - learningRate * weightDecay),
    }),
    update: ({ update, parameter, trustCoefficient, epsilon, limit, left }) => ({
      update: update.mul(trusted(update, parameter.norm().mul(left), { trustCoefficient, epsilon, limit })),
    }),
  });

const limitOf = (normLimit: number): number => (normLimit > 0 ? normLimit : Number.POSITIVE_INFINITY);

/** cφ(‖w‖)/(‖u‖ + ε), or 1 where either norm is 0. */
const trusted = (
  update: Tensor,
  norm: Tensor,
  numbers: { readonly trustCoefficient: Tensor; readonly epsilon: Tensor; readonly limit: Tensor },
): Tensor => {
  const length = update.norm();
  const ratio = norm.minimum(numbers.limit).mul(numbers.trustCoefficient).div(length.add(numbers.epsilon));
  return where(norm.eq(0).or(length.eq(0)), ratio.literal(1), ratio);
};
