import { muon as ours } from "../../optimizers/catalogue/muon.ts";
import { chain, type Hyper, route, scale } from "../../optimizers/index.ts";
import { count, decay, fixedNotNegative, flag, notNegative } from "../../optimizers/options.ts";
import { scaled } from "../../schedules/index.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamRule } from "./adam.ts";
import { decayFirst, type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, ownDecayStages } from "./optimizer.ts";

export interface KerasMuonOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** λ of matrices; 0.004 unless given. */
  weightDecay?: Hyper;
  /** β of m ← βm + g; 0.95 unless given. */
  momentum?: number;
  /** Whether βm + g is orthogonalized instead of m; true unless given. */
  nesterov?: boolean;
  /** How many Newton–Schulz steps; 5 unless given. */
  newtonSchulzSteps?: number;
  /** r of the factor r√max(m, n) of an [m, n] matrix; 0.2 unless given, 0 for no factor. */
  rmsRate?: number;
  /** What η is multiplied by for parameters that Adam updates; 1 unless given. */
  adamLearningRateRatio?: number;
  /** λ of those parameters; 0.004 unless given. */
  adamWeightDecay?: Hyper;
  /** Adam's β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** Adam's β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** Adam's ε; 1e-7 unless given. */
  epsilon?: Hyper;
}

/** Keras's ε beside the norm that Newton–Schulz starts from. */
const normEpsilon = 1e-7;

/**
 * `keras.optimizers.Muon`: w ← w − η·0.2√max(m, n)·O(βm + g) for matrices, Adam for all other parameters and for
 * those whose names say embedding. Memory 1–2×. Route the last layer to Adam yourself.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(1, 0, 0, 1), shape: [2, 2] }, b: Float64Array.of(1) };
 * const rule = keras.muon({ learningRate: 0.1, weightDecay: 0.5, adamWeightDecay: 0, epsilon: 0 });
 * new Optimizer(weights, rule).step({ w: [1, 0, 0, 1], b: [10] });
 * weights.b[0]; // 0.9: Adam's step
 */
export const muon: Convention<KerasMuonOptions> = defineConvention<KerasMuonOptions>({
  library: "keras",
  name: "muon",
  original: "keras.optimizers.Muon",
  formula: "w ← w − ηλw, m ← βm + g, w ← w − η·0.2√max(m, n) · O(βm + g); Adam where w is no matrix",
  differences: [
    "Parameters that are no matrices, and embeddings, take Adam's step; ours refuses them and leaves the choice to `route`",
    'Steps are multiplied by 0.2√max(m, n); ours by √max(1, n/m) unless `adjustment` is "matchRmsAdam"',
    "m adds gradients up, m ← βm + g, and ε = 1e-7 stands beside a norm that is 1/(1 − β) times ours",
    "η is 1e-3 and λ 0.004; ours are 0.02 and 0",
  ],
  rules: {
    ...kerasRules,
    learningRate: notNegative,
    momentum: { ...decay, scheduled: false },
    nesterov: flag,
    newtonSchulzSteps: count,
    rmsRate: fixedNotNegative,
    adamLearningRateRatio: fixedNotNegative,
    adamWeightDecay: notNegative,
    beta1: decay,
    beta2: decay,
    epsilon: notNegative,
  },
  defaults: {
    ...kerasDefaults,
    learningRate: 1e-3,
    weightDecay: 0.004,
    momentum: 0.95,
    nesterov: true,
    newtonSchulzSteps: 5,
    rmsRate: 0.2,
    adamLearningRateRatio: 1,
    adamWeightDecay: 0.004,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: kerasEpsilon,
  },
  build: (options) => {
    const { learningRate, momentum, nesterov, newtonSchulzSteps, rmsRate, weightDecay, adamWeightDecay } = options;
    const matrices = chain(
      ours({
        learningRate,
        momentum,
        nesterov,
        newtonSchulzSteps,
        epsilon: (1 - momentum) * normEpsilon,
        adjustment: rmsRate === 0 ? "none" : "matchRmsAdam",
      }),
      ...(rmsRate === 0 || rmsRate === 0.2 ? [] : [scale(rmsRate / 0.2)]),
      ...(weightDecay === 0 ? [] : [decayFirst({ learningRate, weightDecay })]),
    );
    const others = chain(
      adamRule({ ...options, amsgrad: false, learningRate: times(learningRate, options.adamLearningRateRatio) }),
      ...(adamWeightDecay === 0 ? [] : [decayFirst({ learningRate, weightDecay: adamWeightDecay })]),
    );
    const isMatrix = (name: string, shape: readonly number[]): boolean =>
      shape.length === 2 && !name.toLowerCase().includes("embedding");
    return ownDecayStages("muon", options, [
      route([
        { match: isMatrix, use: matrices, name: "matrices" },
        { match: () => true, use: others, name: "others" },
      ]),
    ]);
  },
});

const times = (rate: Hyper, factor: number): Hyper => {
  if (factor === 1) return rate;
  return typeof rate === "number" ? rate * factor : scaled(factor, rate);
};
