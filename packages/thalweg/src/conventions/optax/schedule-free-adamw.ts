import type { Hyper } from "../../optimizers/index.ts";
import { addDecayedWeights, scaleByLearningRate, scaleByRms } from "../../optimizers/index.ts";
import { decay, fixedNotNegative, inside, notNegative } from "../../optimizers/options.ts";
import { averageIterates } from "../../optimizers/stages/average-iterates.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { oneAhead, warmedUp } from "./schedule-free.ts";

export interface OptaxScheduleFreeAdamwOptions {
  /** η; 0.0025 unless given. */
  learningRate?: Hyper;
  /** Over how many updates the rate grows to η, from 0 at the first; 0 unless given. */
  warmupSteps?: number;
  /** β₁, how far gradients are taken towards the average; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of the decay at y; 0 unless given. */
  weightDecay?: Hyper;
  /** Power of the largest rate so far in an iterate's weight; 2 unless given. */
  weightLearningRatePower?: Hyper;
}

/**
 * `optax.contrib.schedule_free_adamw`: z ← z − γ(g/(√v̂ + ε) + λy), x ← (1 − c)x + cz, y ← β₁x + (1 − β₁)z.
 * Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, optax.scheduleFreeAdamw({ learningRate: 0.1 })).step({ w: [10] });
 * weights.w[0]; // 4.9
 */
export const scheduleFreeAdamw: Convention<OptaxScheduleFreeAdamwOptions> =
  defineConvention<OptaxScheduleFreeAdamwOptions>({
    library: "optax",
    name: "scheduleFreeAdamw",
    original: "optax.contrib.schedule_free_adamw",
    formula: "v ← β₂v + (1 − β₂)g², z ← z − γ(g/(√v̂ + ε) + λy), x ← (1 − c)x + cz, y ← β₁x + (1 − β₁)z",
    differences: [
      "With `warmupSteps` W the rate is η(t − 1)/W at update t, so that the first moves nothing, and an iterate weighs as the next rate says; ours is ηt/W for both",
    ],
    rules: {
      learningRate: notNegative,
      warmupSteps: fixedNotNegative,
      beta1: inside,
      beta2: decay,
      epsilon: notNegative,
      weightDecay: notNegative,
      weightLearningRatePower: notNegative,
    },
    defaults: {
      learningRate: 0.0025,
      warmupSteps: 0,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      weightLearningRatePower: 2,
    },
    build: ({ learningRate, warmupSteps, beta1, beta2, epsilon, weightDecay, weightLearningRatePower }) => {
      const rate = warmedUp(learningRate, warmupSteps);
      return [
        scaleByRms({ rho: beta2, epsilon, biasCorrection: true }),
        ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
        scaleByLearningRate(rate),
        averageIterates({ learningRate: oneAhead(rate), beta1, weightLearningRatePower }),
      ];
    },
  });
