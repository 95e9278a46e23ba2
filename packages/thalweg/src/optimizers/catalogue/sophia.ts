import { ThalwegError } from "../../errors/thalweg-error.ts";
import { cosine } from "../../schedules/index.ts";
import type { Draws, Tensor } from "../../tensor/index.ts";
import { count, decay, notNegative, oneOf } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, modelTransform, type Objective, zeroed } from "../transform.ts";

/** How the diagonal of the Hessian is estimated. */
export type HessianEstimate = "hutchinson" | "gaussNewtonBartlett";

export interface SophiaOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.96 unless given. */
  beta1?: Hyper;
  /** β₂; 0.99 unless given. */
  beta2?: Hyper;
  /** ρ, which the curvature is multiplied by: the larger, the fewer elements are clamped; 0.04 unless given. */
  rho?: Hyper;
  /** The least that m is divided by; 1e-12 unless given. */
  epsilon?: Hyper;
  /** λ of decoupled decay; 0.1 unless given. */
  weightDecay?: Hyper;
  /** k, every which update the curvature is renewed; 10 unless given. */
  preconditionFrequency?: number;
  /**
   * "hutchinson", a ⊙ Ha with a normal a, for any function, unless given; "gaussNewtonBartlett", B·ĝ ⊙ ĝ with the
   * gradient ĝ against labels drawn from the model's own predictions for B examples, for classifiers in the Trainer.
   */
  estimate?: HessianEstimate;
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  rho: notNegative,
  epsilon: notNegative,
  preconditionFrequency: count,
  estimate: oneOf(["hutchinson", "gaussNewtonBartlett"]),
};

/** One estimate of the Hessian's diagonal, a flat block a part. */
const estimated = (
  estimate: HessianEstimate,
  parameters: readonly Tensor[],
  objective: Objective | undefined,
  random: Draws | undefined,
): readonly Tensor[] => {
  if (!objective || !random) {
    throw new ThalwegError(
      "argument",
      "sophia: differentiates the function twice; use minimize or the Trainer, or give the Optimizer its objective",
    );
  }
  if (estimate === "hutchinson") {
    const probe = parameters.map(({ shape, dtype }, index) => random.normal(shape, `probe/${index}`).toType(dtype));
    return objective.hessianTimes(probe).map((product, index) => product.mul(probe[index]));
  }
  if (!objective.sampledGradient) {
    throw new ThalwegError(
      "argument",
      'sophia: the estimate gaussNewtonBartlett draws labels from predictions, so it needs a classifier in the Trainer; use estimate: "hutchinson"',
    );
  }
  const { gradient, examples } = objective.sampledGradient(random.at("labels"));
  return gradient.map((g) => g.square().mul(examples));
};

/**
 * Sophia: w ← w − η(clamp(m/max(ρh, ε), −1, 1) + λw), with the average m of gradients and the average h of estimates
 * of the Hessian's diagonal, renewed every k updates: h ← β₂h + (1 − β₂)ĥ. Where curvature is small or negative the
 * step is the sign of m. Liu et al. 2023, arXiv:2305.14342. Memory 2×. It differentiates the function itself, so it
 * runs in minimize and the Trainer; how many elements are clamped depends on ρ, which has to be tuned.
 *
 * @example
 * const f = (w: Tensor) => w.square().sum();
 * const { path } = await minimize(f, [5], { optimizer: sophia({ learningRate: 0.01, weightDecay: 0 }), steps: 1 });
 * path[1][0]; // 4.99
 */
export const sophia: Recipe<SophiaOptions> = defineRecipe<SophiaOptions>({
  name: "sophia",
  command: "sophia",
  summary: "Momentum divided by estimated curvature, clamped to its sign",
  formula: "every k updates h ← β₂h + (1 − β₂)ĥ, w ← w − η(clamp(m/max(ρh, ε), −1, 1) + λw)",
  source: "Liu et al. 2023, arXiv:2305.14342",
  memory: "2×",
  whenToUse: "Pretraining language models",
  knownIssue: "ρ has to be tuned until some, but not most elements are clamped",
  needs: "function",
  rules: { learningRate: notNegative, ...scalingRules, weightDecay: notNegative },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.96,
    beta2: 0.99,
    rho: 0.04,
    epsilon: 1e-12,
    weightDecay: 0.1,
    preconditionFrequency: 10,
    estimate: "hutchinson",
  },
  settings: {
    ravine: { learningRate: 0.01, weightDecay: 0 },
    rosenbrock: { learningRate: cosine({ peak: 0.05, total: 5000 }), weightDecay: 0 },
    booth: { learningRate: 0.01, weightDecay: 0 },
  },
  build: ({ learningRate, weightDecay, estimate, ...config }) => [
    modelTransform({
      name: "scaleBySophia",
      config: { ...config, estimate },
      rules: scalingRules,
      slots: { m: zeroed, h: zeroed },
      knobs: ({ beta1, beta2 }) => ({ mGain: 1 - beta1, hGain: 1 - beta2 }),
      occasions: { renews: ({ step, preconditionFrequency }) => (step - 1) % preconditionFrequency === 0 },
      updateAll: ({ parts, objective, random, beta1, beta2, rho, epsilon, mGain, hGain, renews }) => {
        const parameters = parts.map(({ parameter }) => parameter);
        const fresh = renews ? estimated(estimate, parameters, objective, random) : [];
        return parts.map(({ update, m: oldM, h: oldH }, index) => {
          const m = oldM.mul(beta1).add(update.mul(mGain));
          const h = renews ? oldH.mul(beta2).add(fresh[index].mul(hGain)) : oldH;
          return { update: m.div(h.mul(rho).maximum(epsilon)).clamp(-1, 1), m, h };
        });
      },
    }),
    decayStage(weightDecay),
    rateStage(learningRate),
  ],
});
