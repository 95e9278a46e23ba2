import { ThalwegError } from "../../errors/thalweg-error.ts";
import {
  clipByGlobalNorm,
  clipByNorm,
  clipByValue,
  emaWeights,
  type Hyper,
  type OptimizerSpec,
  type Transform,
  transform,
} from "../../optimizers/index.ts";
import { decay, flag, notNegative } from "../../optimizers/options.ts";
import { asSchedule } from "../../schedules/index.ts";

/** What all of Keras's optimizers take. */
export interface KerasOptions {
  /** λ of w ← w − ηλw before the update; 0, none, unless given. */
  weightDecay?: Hyper;
  /** c to which the gradient of each parameter is shortened; 0, not at all, unless given. */
  clipNorm?: Hyper;
  /** c to which the gradients of all parameters together are shortened; 0, not at all, unless given. */
  globalClipNorm?: Hyper;
  /** c that no element of a gradient may exceed; 0, without limit, unless given. */
  clipValue?: Hyper;
  /** Whether to evaluate with a moving average of the weights; false unless given. */
  useEma?: boolean;
  /** β of a ← βa + (1 − β)w, which starts at the weights after the first update; 0.99 unless given. */
  emaMomentum?: Hyper;
}

export const kerasRules = {
  weightDecay: notNegative,
  clipNorm: notNegative,
  globalClipNorm: notNegative,
  clipValue: notNegative,
  useEma: flag,
  emaMomentum: decay,
};
export const kerasDefaults = {
  weightDecay: 0,
  clipNorm: 0,
  globalClipNorm: 0,
  clipValue: 0,
  useEma: false,
  emaMomentum: 0.99,
};

/** Keras's ε, of almost all its optimizers. */
export const kerasEpsilon = 1e-7;

type Kept = Required<KerasOptions> & { readonly learningRate: Hyper };

/** Clips first, then the rule, then the decay of the weights as they were before it, then their average. */
export const kerasStages = (owner: string, options: Kept, rule: readonly OptimizerSpec[]): readonly OptimizerSpec[] =>
  ownDecayStages(owner, options, [...rule, ...(options.weightDecay === 0 ? [] : [decayFirst(options)])]);

/** The same for rules that look at the weights, and so have to shrink them themselves. */
export const ownDecayStages = (
  owner: string,
  options: Required<KerasOptions>,
  rule: readonly OptimizerSpec[],
): readonly OptimizerSpec[] => [
  ...clipsOf(owner, options),
  ...rule,
  ...(options.useEma ? [emaWeights({ beta: startingAtWeights(options.emaMomentum) })] : []),
];

const clips = { clipNorm: clipByNorm, globalClipNorm: clipByGlobalNorm, clipValue: clipByValue };

const clipsOf = (owner: string, options: Required<KerasOptions>): readonly Transform[] => {
  const names = (["clipNorm", "globalClipNorm", "clipValue"] as const).filter((name) => options[name] !== 0);
  if (names.length > 1) {
    throw new ThalwegError("argument", `keras.${owner}: ${names[0]} must be left out beside ${names[1]}`);
  }
  return names.map((name) => clips[name](options[name]));
};

/** 0 at the first update. */
const startingAtWeights = (momentum: Hyper): Hyper => {
  const beta = asSchedule(momentum);
  return (step) => (step === 0 ? 0 : beta(step));
};

/** w ← w − ηλw of the weights as they are before the update. */
export const decayFirst = ({ learningRate, weightDecay }: Pick<Kept, "learningRate" | "weightDecay">): Transform =>
  transform({
    name: "decayWeightsFirst",
    config: { learningRate, weightDecay },
    rules: { learningRate: notNegative, weightDecay: notNegative },
    knobs: ({ learningRate, weightDecay }) => ({ shrinkage: learningRate * weightDecay }),
    update: ({ update, parameter, shrinkage }) => ({ update: update.sub(parameter.mul(shrinkage)) }),
  });
