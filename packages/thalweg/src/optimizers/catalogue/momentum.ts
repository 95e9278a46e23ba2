import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { OptimizerSpec } from "../chain.ts";
import { decay, finite, flag, notNegative, oneOf } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { momentumStage } from "../stages/accumulate-momentum.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import type { Hyper } from "../transform.ts";

/**
 * Where the rate stands: "plain" v ← βv + g, w ← w − ηv (PyTorch, Optax); "rateInside" v ← βv + ηg,
 * w ← w − v (Keras), in which past steps keep the rate they were made with; "average"
 * v ← βv + (1 − β)g, w ← w − ηv, whose steps are 1 − β times as long.
 */
export type MomentumForm = (typeof momentumForms)[number];
export const momentumForms = ["plain", "rateInside", "average"] as const;

export interface MomentumOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** β; 0.9 unless given. */
  beta?: Hyper;
  /** "plain" unless given. */
  form?: MomentumForm;
  /** d in v ← βv + (1 − d)g; 0 unless given. Only for the forms "plain" and "rateInside". */
  dampening?: Hyper;
  /** Whether the first gradient is dampened, too; true unless given. PyTorch takes it in whole. */
  dampenFirst?: boolean;
  /** Whether v/(1 − βᵗ) takes the place of v in the step; false unless given. */
  biasCorrection?: boolean;
}

/** Momentum and rate in the order of a form. */
export const momentumStages = (
  { learningRate, beta, form, dampening, dampenFirst, biasCorrection }: Required<MomentumOptions>,
  nesterov: boolean,
): readonly OptimizerSpec[] => {
  if (form === "average" && dampening !== 0) {
    const got = typeof dampening === "number" ? dampening : "a schedule";
    throw new ThalwegError(
      "argument",
      `momentum: dampening must be left out with form "average", which dampens by beta, got ${got}`,
    );
  }
  const accumulate = momentumStage({
    beta,
    dampening: form === "average" ? beta : dampening,
    dampenFirst,
    biasCorrection,
    nesterov,
  });
  return form === "rateInside" ? [rateStage(learningRate), accumulate] : [accumulate, rateStage(learningRate)];
};

/**
 * Momentum: v ← βv + g, w ← w − ηv (see MomentumForm for the other two rules of that name).
 * Polyak 1964. Memory 1×. It can overshoot minima and swing back.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, momentum({ learningRate: 0.1, beta: 0.9 }));
 * optimizer.step({ w: [10] });
 * weights.w[0]; // 4
 */
export const momentum: Recipe<MomentumOptions> = defineRecipe<MomentumOptions>({
  name: "momentum",
  command: "momentum",
  summary: "Downhill with a memory of earlier steps",
  formula: "v ← βv + g, w ← w − ηv",
  source: "Polyak 1964",
  memory: "1×",
  whenToUse: "Convolutional networks with a tuned schedule, for the best final accuracy",
  knownIssue: "It can overshoot minima and swing back",
  rules: {
    learningRate: notNegative,
    beta: decay,
    form: oneOf(momentumForms),
    dampening: finite,
    dampenFirst: flag,
    biasCorrection: flag,
  },
  defaults: { learningRate: 0.01, beta: 0.9, form: "plain", dampening: 0, dampenFirst: true, biasCorrection: false },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 1e-4, beta: 0.99 },
    booth: { learningRate: 0.01 },
  },
  build: (options) => momentumStages(options, false),
});
