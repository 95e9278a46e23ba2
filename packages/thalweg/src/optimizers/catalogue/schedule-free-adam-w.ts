import { decay, inside, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { afterStep, averageFrom, averagingCounters, leadOf, shareOfIterate } from "../stages/average-iterates.ts";
import { copied, type Hyper, transform, zeroed } from "../transform.ts";
import { type ScheduleFreeOptions, scheduleFreeDefaults, scheduleFreeRules, warmed } from "./schedule-free-sgd.ts";

export interface ScheduleFreeAdamWOptions extends ScheduleFreeOptions {
  /** η; 0.0025 unless given. */
  learningRate?: Hyper;
  /** β₁, how far gradients are taken towards the average; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
}

const rules = { learningRate: notNegative, beta1: inside, beta2: decay, epsilon: notNegative, ...scheduleFreeRules };

/**
 * Schedule-free AdamW: v ← β₂v + (1 − β₂)g², z ← z − γ(g/(√v̂ + ε) + λy), x ← (1 − c)x + cz, y ← β₁x + (1 − β₁)z, with
 * g taken at y, v̂ = v/(1 − β₂ᵗ), the rate γ after warmup and c = γ²/Σγ². The weights that are trained are y; `evaluate`
 * and `predict` use the average x. Defazio et al. 2024, arXiv:2405.15682, as their package computes it: the paper puts
 * √(1 − β₂ᵗ) into γ instead, and so into the decay and c. Memory 2×. Moving statistics of batch normalization belong to
 * y, not x, unless they are measured anew.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, scheduleFreeAdamW({ learningRate: 0.01 }));
 * optimizer.step({ w: [10] });
 * weights.w[0]; // 4.99, but for ε
 */
export const scheduleFreeAdamW: Recipe<ScheduleFreeAdamWOptions> = defineRecipe<ScheduleFreeAdamWOptions>({
  name: "scheduleFreeAdamW",
  command: "schedulefree-adamw",
  summary: "AdamW that averages its way instead of lowering the rate",
  formula: "v ← β₂v + (1 − β₂)g², z ← z − γ(g/(√v̂ + ε) + λy), x ← (1 − c)x + cz, y ← β₁x + (1 − β₁)z",
  source: "Defazio et al. 2024, arXiv:2405.15682",
  memory: "2×",
  whenToUse: "Where AdamW with a schedule works, and the number of steps is not known",
  knownIssue: "Moving statistics of batch normalization belong to the trained weights, not to those of evaluation",
  rules,
  defaults: { learningRate: 0.0025, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...scheduleFreeDefaults },
  settings: {
    ravine: { learningRate: 0.05 },
    rosenbrock: { learningRate: 0.01, r: 2 },
    booth: { learningRate: 0.05 },
  },
  build: (config) => [
    transform({
      name: "scheduleFreeAdamW",
      config,
      rules,
      place: "last",
      slots: { z: copied, v: zeroed },
      counters: { ...averagingCounters, vDecay: 1 },
      knobs: ({ learningRate, beta1, beta2, warmupSteps, ...weighting }) => {
        const { step, counters } = weighting;
        counters.vDecay *= beta2;
        const rate = learningRate * warmed(step, warmupSteps);
        const share = shareOfIterate(rate, weighting);
        return { rate, share, lead: leadOf(beta1, share), vGain: 1 - beta2, vScale: 1 / (1 - counters.vDecay) };
      },
      update: ({ update, parameter: y, z, v: oldV, beta2, epsilon, weightDecay, rate, share, lead, vGain, vScale }) => {
        const v = oldV.mul(beta2).add(update.square().mul(vGain));
        const direction = update.div(v.mul(vScale).sqrt().add(epsilon)).add(y.mul(weightDecay));
        return { ...afterStep(y, z, direction.mul(rate.neg()), share, lead), v };
      },
      evaluation: {
        knobs: ({ beta1 }) => ({ back: 1 - 1 / beta1 }),
        weights: ({ parameter, z, back }) => averageFrom(parameter, z, back),
      },
    }),
  ],
});
