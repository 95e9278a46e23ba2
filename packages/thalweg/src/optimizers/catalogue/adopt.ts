import { decay, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdoptOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.9999 unless given. */
  beta2?: Hyper;
  /** ε, the least divisor; 1e-6 unless given. */
  epsilon?: Hyper;
  /** Whether scaled gradients are clamped to ±cᵖ, c counting updates; true unless given. */
  clipping?: boolean;
  /** p; 0.25 unless given. */
  clipPower?: Hyper;
  /** c at the second update; 2 unless given, as in pytorch_optimizer. The paper, which numbers the first update 0, has 1. */
  clipStart?: Hyper;
  /** Whether the step looks ahead: β₁m + (1 − β₁)u in the place of m; false unless given. */
  nesterov?: boolean;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  clipPower: notNegative,
  clipStart: notNegative,
};

type Scaling = Required<Omit<AdoptOptions, "learningRate" | "weightDecay">>;

const adoptStage = ({ clipping, nesterov, ...config }: Scaling): Transform =>
  transform({
    name: "scaleByAdopt",
    config: { ...config, clipping, nesterov },
    rules: scalingRules,
    slots: { m: zeroed, v: zeroed },
    knobs: ({ beta1, beta2, clipPower, clipStart, step }) => ({
      // The first gradient only fills v.
      gain: step === 1 ? 0 : 1 - beta1,
      vGain: step === 1 ? 1 : 1 - beta2,
      limit: Math.max(clipStart + step - 2, 0) ** clipPower,
    }),
    update: ({ update, m: oldM, v: oldV, beta1, beta2, epsilon, gain, vGain, limit }) => {
      const scaled = update.div(oldV.sqrt().maximum(epsilon));
      const fresh = (clipping ? scaled.clamp(limit.neg(), limit) : scaled).mul(gain);
      const m = oldM.mul(beta1).add(fresh);
      const v = oldV.mul(beta2).add(update.square().mul(vGain));
      return { update: nesterov ? m.mul(beta1).add(fresh) : m, m, v };
    },
  });

/**
 * ADOPT: u = g/max(√v, ε) with v of the updates before, clamped to ±t^¼; m ← β₁m + (1 − β₁)u, w ← w − ηm,
 * then v ← β₂v + (1 − β₂)g²: a divisor that does not know the gradient lets it converge for any β₂.
 * Taniguchi et al. 2024, arXiv:2411.02853. Memory 2×. The first update moves nothing: it fills v with g².
 * The clamp counts as in pytorch_optimizer, one ahead of the paper: `clipStart: 1` is the paper's.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const optimizer = new Optimizer(weights, adopt({ learningRate: 0.1 }));
 * optimizer.step({ w: [10] });
 * optimizer.step({ w: [5] });
 * weights.w[0]; // 4.995: 5/√100 enters m with 1 − β₁
 */
export const adopt: Recipe<AdoptOptions> = defineRecipe<AdoptOptions>({
  name: "adopt",
  command: "adopt",
  summary: "Adam that divides by earlier gradients only, before it averages",
  formula: "m ← β₁m + (1 − β₁)clamp(g/max(√v, ε), ±t^¼), w ← w − ηm, v ← β₂v + (1 − β₂)g²",
  source: "Taniguchi et al. 2024, arXiv:2411.02853",
  memory: "2×",
  whenToUse: "In Adam's place where β₂ cannot be tuned or training diverges",
  knownIssue: "The first update moves nothing, and with β₂ = 0.9999 large first gradients shorten steps for long",
  rules: {
    learningRate: notNegative,
    ...scalingRules,
    clipping: flag,
    nesterov: flag,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.9999,
    epsilon: 1e-6,
    clipping: true,
    clipPower: 0.25,
    clipStart: 2,
    nesterov: false,
    weightDecay: 0,
  },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.05 },
    booth: { learningRate: 0.05 },
  },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    adoptStage(scaling),
    ...(weightDecay === 0 ? [] : [decayStage(weightDecay)]),
    rateStage(learningRate),
  ],
});
