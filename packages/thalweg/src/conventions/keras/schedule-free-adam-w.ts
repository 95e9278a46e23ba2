import { warmed } from "../../optimizers/catalogue/schedule-free-sgd.ts";
import { copied, type Hyper, type Transform, transform, zeroed } from "../../optimizers/index.ts";
import { decay, fixedNotNegative, inside, notNegative } from "../../optimizers/options.ts";
import { afterStep, leadOf } from "../../optimizers/stages/average-iterates.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { type KerasOptions, kerasDefaults, kerasRules, ownDecayStages } from "./optimizer.ts";

export interface KerasScheduleFreeAdamWOptions extends KerasOptions {
  /** η; 0.0025 unless given. */
  learningRate?: Hyper;
  /** β₁, how far gradients are taken towards the average; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Over how many updates the rate grows to η; 0 unless given. */
  warmupSteps?: number;
}

const ownRules = { learningRate: notNegative, beta1: inside, beta2: decay, epsilon: notNegative };

/** y shrinks first, while z keeps its place: the average, which follows from both, takes the decay. */
const scheduleFreeStep = (config: Required<KerasScheduleFreeAdamWOptions>): Transform => {
  const { learningRate, beta1, beta2, epsilon, weightDecay, warmupSteps } = config;
  return transform({
    name: "scheduleFreeAdamW",
    config: { learningRate, beta1, beta2, epsilon, weightDecay },
    rules: { ...ownRules, weightDecay: notNegative },
    place: "last",
    slots: { z: copied, v: zeroed },
    counters: { vDecay: 1 },
    knobs: ({ step, learningRate, beta1, beta2, weightDecay, counters }) => {
      counters.vDecay *= beta2;
      return {
        rate: learningRate * warmed(step, warmupSteps),
        shrinkage: learningRate * weightDecay,
        share: 1 / step,
        lead: leadOf(beta1, 1 / step),
        vGain: 1 - beta2,
        vScale: 1 / (1 - counters.vDecay),
      };
    },
    update: ({ update, parameter, z, v: oldV, beta2, epsilon, rate, shrinkage, share, lead, vGain, vScale }) => {
      const shrunk = parameter.mul(shrinkage);
      const v = oldV.mul(beta2).add(update.square().mul(vGain));
      const step = update.mul(rate.neg()).div(v.mul(vScale).sqrt().add(epsilon));
      const after = afterStep(parameter.sub(shrunk), z, step, share, lead);
      return { ...after, update: after.update.sub(shrunk), v };
    },
  });
};

/**
 * `keras.optimizers.ScheduleFreeAdamW`: z ← z − γg/(√v̂ + ε), x ← (1 − 1/t)x + z/t, y ← β₁x + (1 − β₁)z, where y are
 * the weights. Keras 3.15 keeps no x and has no way to evaluate with it, so evaluation is with y here, too. Memory 2×.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, keras.scheduleFreeAdamW({ learningRate: 0.1, epsilon: 0 }));
 * for (const gradient of [10, 10]) optimizer.step({ w: [gradient] });
 * weights.w[0]; // 4.845: z is 4.8, x 4.85
 */
export const scheduleFreeAdamW: Convention<KerasScheduleFreeAdamWOptions> =
  defineConvention<KerasScheduleFreeAdamWOptions>({
    library: "keras",
    name: "scheduleFreeAdamW",
    original: "keras.optimizers.ScheduleFreeAdamW",
    formula: "y ← y − ηλy, z ← z − γg/(√v̂ + ε), x ← (1 − 1/t)x + z/t, y ← β₁x + (1 − β₁)z, γ = η·min(t/W, 1)",
    differences: [
      "All iterates weigh the same, x ← (1 − 1/t)x + z/t; ours weigh by γ² unless `weightLearningRatePower` is 0",
      "`weightDecay` shrinks y by ηλy before the step, without warmup, and leaves z, so that the first update undoes it; ours moves z by γλy",
      "Evaluation is with the weights y, since Keras 3.15 has no way to put x in their place; ours is with x",
    ],
    rules: { ...ownRules, warmupSteps: fixedNotNegative, ...kerasRules },
    defaults: { learningRate: 0.0025, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, warmupSteps: 0, ...kerasDefaults },
    build: (options) => ownDecayStages("scheduleFreeAdamW", options, [scheduleFreeStep(options)]),
  });
