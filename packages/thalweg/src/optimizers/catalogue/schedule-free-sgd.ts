import { fixedNotNegative, inside, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { afterStep, averageFrom, averagingCounters, leadOf, shareOfIterate } from "../stages/average-iterates.ts";
import { copied, type Hyper, transform } from "../transform.ts";

export interface ScheduleFreeOptions {
  /** λ of the decay at y; 0 unless given. */
  weightDecay?: Hyper;
  /** Over how many updates the rate grows to η; 0 unless given. */
  warmupSteps?: number;
  /** Power of t in an iterate's weight; 0 unless given. */
  r?: Hyper;
  /** Power of the largest rate so far in an iterate's weight; 2 unless given. */
  weightLearningRatePower?: Hyper;
}

export interface ScheduleFreeSgdOptions extends ScheduleFreeOptions {
  /** η; 1 unless given. */
  learningRate?: Hyper;
  /** β, how far gradients are taken towards the average; 0.9 unless given. */
  momentum?: Hyper;
}

export const scheduleFreeRules = {
  weightDecay: notNegative,
  warmupSteps: fixedNotNegative,
  r: notNegative,
  weightLearningRatePower: notNegative,
};
export const scheduleFreeDefaults = { weightDecay: 0, warmupSteps: 0, r: 0, weightLearningRatePower: 2 };

/** How far the rate has grown at step t. */
export const warmed = (step: number, warmupSteps: number): number => (step < warmupSteps ? step / warmupSteps : 1);

const sgdRules = { learningRate: notNegative, momentum: inside, ...scheduleFreeRules };

/**
 * Schedule-free gradient descent: z ← z − γ(g + λy), x ← (1 − c)x + cz, y ← βx + (1 − β)z, with g taken at y, the rate
 * γ after warmup and c = γ²/Σγ². The weights that are trained are y; `evaluate` and `predict` use the average x.
 * Defazio et al. 2024, arXiv:2405.15682. Memory 1×. Moving statistics of batch normalization belong to y, not x, unless
 * they are measured anew.
 *
 * @example
 * const weights = { w: Float64Array.of(1) };
 * const optimizer = new Optimizer(weights, scheduleFreeSgd({ learningRate: 0.5, momentum: 0.5 }));
 * for (const gradient of [1, 1]) optimizer.step({ w: [gradient] });
 * weights.w[0]; // 0.125
 * optimizer.evaluationWeights().w[0]; // 0.25
 */
export const scheduleFreeSgd: Recipe<ScheduleFreeSgdOptions> = defineRecipe<ScheduleFreeSgdOptions>({
  name: "scheduleFreeSgd",
  command: "schedulefree-sgd",
  summary: "Gradient descent that averages its way instead of lowering the rate",
  formula: "z ← z − γ(g + λy), x ← (1 − c)x + cz, y ← βx + (1 − β)z",
  source: "Defazio et al. 2024, arXiv:2405.15682",
  memory: "1×",
  whenToUse: "Where gradient descent with momentum and a schedule works, and the number of steps is not known",
  knownIssue: "Moving statistics of batch normalization belong to the trained weights, not to those of evaluation",
  rules: sgdRules,
  defaults: { learningRate: 1, momentum: 0.9, ...scheduleFreeDefaults },
  settings: {
    ravine: { learningRate: 0.02 },
    rosenbrock: { learningRate: 1e-3, r: 5, steps: 20_000 },
    booth: { learningRate: 0.05 },
  },
  build: (config) => [
    transform({
      name: "scheduleFreeSgd",
      config,
      rules: sgdRules,
      place: "last",
      slots: { z: copied },
      counters: averagingCounters,
      knobs: ({ learningRate, momentum, warmupSteps, ...weighting }) => {
        const rate = learningRate * warmed(weighting.step, warmupSteps);
        const share = shareOfIterate(rate, weighting);
        return { rate, share, lead: leadOf(momentum, share) };
      },
      update: ({ update, parameter: y, z, weightDecay, rate, share, lead }) =>
        afterStep(y, z, update.add(y.mul(weightDecay)).mul(rate.neg()), share, lead),
      evaluation: {
        knobs: ({ momentum }) => ({ back: 1 - 1 / momentum }),
        weights: ({ parameter, z, back }) => averageFrom(parameter, z, back),
      },
    }),
  ],
});
