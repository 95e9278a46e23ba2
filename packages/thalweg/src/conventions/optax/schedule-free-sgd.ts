import type { Hyper } from "../../optimizers/index.ts";
import { addL2, scaleByLearningRate } from "../../optimizers/index.ts";
import { fixedNotNegative, inside, notNegative } from "../../optimizers/options.ts";
import { averageIterates } from "../../optimizers/stages/average-iterates.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { oneAhead, warmedUp } from "./schedule-free.ts";

export interface OptaxScheduleFreeSgdOptions {
  /** η; 1 unless given. */
  learningRate?: Hyper;
  /** Over how many updates the rate grows to η, from 0 at the first; 0 unless given. */
  warmupSteps?: number;
  /** β, how far gradients are taken towards the average; 0.9 unless given. */
  beta1?: Hyper;
  /** λ: λy is added to the gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** Power of the largest rate so far in an iterate's weight; 2 unless given. */
  weightLearningRatePower?: Hyper;
}

/**
 * `optax.contrib.schedule_free_sgd`: z ← z − γ(g + λy), x ← (1 − c)x + cz, y ← βx + (1 − β)z. Memory 1×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.scheduleFreeSgd({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4
 */
export const scheduleFreeSgd: Convention<OptaxScheduleFreeSgdOptions> = defineConvention<OptaxScheduleFreeSgdOptions>({
  library: "optax",
  name: "scheduleFreeSgd",
  original: "optax.contrib.schedule_free_sgd",
  formula: "z ← z − γ(g + λy), x ← (1 − c)x + cz, y ← βx + (1 − β)z",
  differences: [
    "With `warmupSteps` W the rate is η(t − 1)/W at update t, so that the first moves nothing, and an iterate weighs as the next rate says; ours is ηt/W for both",
  ],
  rules: {
    learningRate: notNegative,
    warmupSteps: fixedNotNegative,
    beta1: inside,
    weightDecay: notNegative,
    weightLearningRatePower: notNegative,
  },
  defaults: {
    learningRate: 1,
    warmupSteps: 0,
    beta1: 0.9,
    weightDecay: 0,
    weightLearningRatePower: 2,
  },
  build: ({ learningRate, warmupSteps, beta1, weightDecay, weightLearningRatePower }) => {
    const rate = warmedUp(learningRate, warmupSteps);
    return [
      ...(weightDecay === 0 ? [] : [addL2(weightDecay)]),
      scaleByLearningRate(rate),
      averageIterates({ learningRate: oneAhead(rate), beta1, weightLearningRatePower }),
    ];
  },
});
