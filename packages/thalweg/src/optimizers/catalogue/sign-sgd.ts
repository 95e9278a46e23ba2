import { cosine } from "../../schedules/index.ts";
import { decay, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { momentumStage } from "../stages/accumulate-momentum.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

export interface SignSgdOptions {
  /** η, the length of every element's step; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β of m ← βm + (1 − β)g, whose sign is taken then ("Signum"); 0, the gradient's own sign, unless given. */
  momentum?: Hyper;
  /** λ of decay apart from the sign; 0 unless given. */
  weightDecay?: Hyper;
}

/**
 * The update's sign, element by element: u ← sign(u). Bernstein et al. 2018, arXiv:1802.04434. Keeps no state.
 *
 * @example
 * const signs = chain(scaleBySign(), scaleByLearningRate(1e-3));
 */
export const scaleBySign = (): Transform =>
  transform({ name: "scaleBySign", update: ({ update }) => ({ update: update.sign() }) });

/**
 * SignSGD: w ← w − η(sign(g) + λw), with momentum ("Signum") the sign of m ← βm + (1 − β)g.
 * Bernstein et al. 2018, arXiv:1802.04434. Memory 0×, with momentum 1×. Steps keep their length near a
 * minimum, and small batches give signs that are mostly noise.
 *
 * @example
 * const weights = { w: Float64Array.of(5, 5) };
 * new Optimizer(weights, signSgd({ learningRate: 0.01 })).step({ w: [10, -0.001] });
 * weights.w; // [4.99, 5.01]
 */
export const signSgd: Recipe<SignSgdOptions> = defineRecipe<SignSgdOptions>({
  name: "signSgd",
  command: "signsgd",
  summary: "Steps of one length, by the gradient's sign",
  formula: "w ← w − η(sign(g) + λw), or sign(m) with m ← βm + (1 − β)g",
  source: "Bernstein et al. 2018, arXiv:1802.04434",
  memory: "0–1×",
  whenToUse: "Training on many machines, where one bit an element is all that is sent",
  knownIssue: "Steps keep their length near a minimum, and small batches give signs that are mostly noise",
  rules: { learningRate: notNegative, momentum: decay, weightDecay: notNegative },
  defaults: { learningRate: 1e-3, momentum: 0, weightDecay: 0 },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 3e-3, total: 20_000 }), momentum: 0.9, steps: 20_000 },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
  },
  build: ({ learningRate, momentum, weightDecay }) => [
    ...(momentum === 0
      ? []
      : [momentumStage({ beta: momentum, dampening: momentum, biasCorrection: false, nesterov: false })]),
    scaleBySign(),
    ...(weightDecay === 0 ? [] : [decayStage(weightDecay)]),
    rateStage(learningRate),
  ],
});
