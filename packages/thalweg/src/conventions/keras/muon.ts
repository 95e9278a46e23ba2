import {
  accumulateMomentum,
  chain,
  type Hyper,
  route,
  scaleByLearningRate,
  type Transform,
  transform,
} from "../../optimizers/index.ts";
import { orthogonalized, type Quintic } from "../../optimizers/matrices/orthogonalize.ts";
import { count, decay, fixedNumbers, flag, notNegative, orNull, patterns } from "../../optimizers/options.ts";
import { asSchedule, scaled } from "../../schedules/index.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamRule } from "./adam.ts";
import { decayFirst, type KerasOptions, kerasDefaults, kerasEpsilon, kerasRules, ownDecayStages } from "./optimizer.ts";

export interface KerasMuonOptions extends KerasOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** λ of matrices; 0.004 unless given. */
  weightDecay?: Hyper;
  /** β of m ← βm + g; 0.95 unless given. */
  momentum?: Hyper;
  /** Whether βm + g is orthogonalized instead of m; true unless given. */
  nesterov?: boolean;
  /** How many Newton–Schulz steps; 5 unless given. */
  newtonSchulzSteps?: number;
  /** a, b, c of each step's polynomial, Keras's `muon_a` and so on; 3.4445, −4.775, 2.0315 unless given. */
  coefficients?: Quintic;
  /** r of the factor r√max(m, n) of an [m, n] matrix; 0.2 unless given, null for no factor. */
  rmsRate?: Hyper | null;
  /** Patterns found in the names of matrices that Adam is to update; none unless given. */
  excludeLayers?: readonly string[];
  /** Whether Adam updates all whose names say embedding; true unless given. */
  excludeEmbeddings?: boolean;
  /** What η is multiplied by for parameters that Adam updates; 1 unless given. */
  adamLearningRateRatio?: Hyper;
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

type Orthogonalizing = Required<Pick<KerasMuonOptions, "coefficients" | "newtonSchulzSteps" | "rmsRate">>;

/** u ← r√max(m, n)·O(u). */
const orthogonalize = ({ coefficients, newtonSchulzSteps, rmsRate }: Orthogonalizing): Transform =>
  transform({
    name: "orthogonalize",
    config: { rmsRate: rmsRate ?? 1, scaledByShape: rmsRate !== null },
    rules: { rmsRate: notNegative },
    scope: "tensor",
    update: ({ update, rmsRate: factor }) => {
      const bySize = rmsRate === null ? 1 : Math.sqrt(Math.max(...update.shape));
      const orthogonal = orthogonalized(update, update.literal(normEpsilon), coefficients, newtonSchulzSteps);
      return { update: orthogonal.mul(factor.mul(factor.literal(bySize))) };
    },
  });

/**
 * `keras.optimizers.Muon`: w ← w − η·0.2√max(m, n)·O(βm + g) for matrices, Adam for all other parameters, for
 * those whose names say embedding and for those of `excludeLayers`. Memory 1–2×. Give the last layer to Adam yourself.
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
    "Parameters that are no matrices, embeddings and those of `excludeLayers` take Adam's step; ours refuses what is no matrix and leaves the choice to `route`",
    'Steps are multiplied by 0.2√max(m, n); ours by √max(1, n/m) unless `adjustment` is "matchRmsAdam"',
    "m adds gradients up, m ← βm + g, and ε = 1e-7 stands beside a norm that is 1/(1 − β) times ours",
    "η is 1e-3 and λ 0.004; ours are 0.02 and 0",
  ],
  rules: {
    ...kerasRules,
    learningRate: notNegative,
    momentum: decay,
    nesterov: flag,
    newtonSchulzSteps: count,
    coefficients: fixedNumbers(3),
    rmsRate: orNull(notNegative, "no factor"),
    excludeLayers: patterns,
    excludeEmbeddings: flag,
    adamLearningRateRatio: notNegative,
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
    coefficients: [3.4445, -4.775, 2.0315],
    rmsRate: 0.2,
    excludeLayers: [],
    excludeEmbeddings: true,
    adamLearningRateRatio: 1,
    adamWeightDecay: 0.004,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: kerasEpsilon,
  },
  build: (options) => {
    const { learningRate, momentum, nesterov, weightDecay, adamWeightDecay, adamLearningRateRatio } = options;
    const matrices = chain(
      accumulateMomentum({ beta: momentum, nesterov }),
      orthogonalize(options),
      scaleByLearningRate(learningRate),
      ...(weightDecay === 0 ? [] : [decayFirst({ learningRate, weightDecay })]),
    );
    const others = chain(
      adamRule({ ...options, amsgrad: false, learningRate: times(learningRate, adamLearningRateRatio) }),
      ...(adamWeightDecay === 0 ? [] : [decayFirst({ learningRate, weightDecay: adamWeightDecay })]),
    );
    return ownDecayStages("muon", options, [
      route([
        { match: takesMuon(options), use: matrices, name: "matrices" },
        { match: () => true, use: others, name: "others" },
      ]),
    ]);
  },
});

const takesMuon = ({ excludeLayers, excludeEmbeddings }: Required<KerasMuonOptions>) => {
  const excluded = excludeLayers.map((pattern) => new RegExp(pattern));
  return (name: string, shape: readonly number[]): boolean =>
    shape.length === 2 &&
    !(excludeEmbeddings && name.toLowerCase().includes("embedding")) &&
    !excluded.some((pattern) => pattern.test(name));
};

const times = (rate: Hyper, factor: Hyper): Hyper => {
  if (typeof factor !== "number") {
    const [rates, factors] = [asSchedule(rate), asSchedule(factor)];
    return (step) => rates(step) * factors(step);
  }
  if (factor === 1) return rate;
  return typeof rate === "number" ? rate * factor : scaled(factor, rate);
};
