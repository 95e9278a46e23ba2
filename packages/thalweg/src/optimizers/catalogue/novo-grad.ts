import { cosine } from "../../schedules/index.ts";
import { decay, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, scalarSlot, type Transform, transform, zeroed } from "../transform.ts";

export interface NovoGradOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.95 unless given. */
  beta1?: Hyper;
  /** β₂; 0.98 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** λ: λw is added to each scaled gradient; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether a gradient enters m multiplied by 1 − β₁, so that m is an average; false unless given. */
  gradientAveraging?: boolean;
  /** Whether the step is multiplied by √(1 − β₂ᵗ)/(1 − β₁ᵗ); true unless given. The paper leaves it. */
  biasCorrection?: boolean;
  /** Whether the first gradient enters m twice, as in pytorch_optimizer; true unless given. In the paper it enters once. */
  firstTwice?: boolean;
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  epsilonRoot: notNegative,
  weightDecay: notNegative,
};

const novoGradStage = ({
  gradientAveraging,
  biasCorrection,
  firstTwice,
  ...config
}: Required<Omit<NovoGradOptions, "learningRate">>): Transform =>
  transform({
    name: "scaleByNovoGrad",
    scope: "tensor",
    config: { ...config, gradientAveraging, biasCorrection, firstTwice },
    rules: scalingRules,
    slots: { m: zeroed, v: scalarSlot(0) },
    counters: { mDecay: 1, vDecay: 1 },
    knobs: ({ beta1, beta2, step, counters }) => {
      counters.mDecay *= beta1;
      counters.vDecay *= beta2;
      const gain = gradientAveraging ? 1 - beta1 : 1;
      const first = firstTwice ? beta1 + gain : 1;
      return {
        mGain: step === 1 ? first : gain,
        // v starts as the first gradient's ‖g‖².
        vGain: step === 1 ? 1 : 1 - beta2,
        length: biasCorrection ? Math.sqrt(1 - counters.vDecay) / (1 - counters.mDecay) : 1,
      };
    },
    update: ({ update, parameter, m: oldM, v: oldV, beta1, beta2, epsilon, epsilonRoot, weightDecay, ...knobs }) => {
      const v = oldV.mul(beta2).add(update.square().sum().mul(knobs.vGain));
      const fresh = update.div(v.add(epsilonRoot).sqrt().add(epsilon)).add(parameter.mul(weightDecay));
      const m = oldM.mul(beta1).add(fresh.mul(knobs.mGain));
      return { update: m.mul(knobs.length), m, v };
    },
  });

/**
 * NovoGrad: v ← β₂v + (1 − β₂)‖g‖² for each parameter as a whole, m ← β₁m + g/(√v + ε) + λw, w ← w − ηm.
 * Ginsburg et al. 2019, arXiv:1905.11286. Memory 1×: v is one number a parameter. As in
 * pytorch_optimizer, the step is also multiplied by √(1 − β₂ᵗ)/(1 − β₁ᵗ) and the first gradient enters m
 * twice; `biasCorrection: false, firstTwice: false` is the paper's rule. With a fixed rate it circles
 * minima, for the scaled gradient's length does not shrink.
 *
 * @example
 * const weights = { w: Float64Array.of(3, 4) };
 * const paper = novoGrad({ learningRate: 0.1, biasCorrection: false, firstTwice: false });
 * new Optimizer(weights, paper).step({ w: [6, 8] });
 * weights.w; // Float64Array [2.94, 3.92], but for ε: a step of length η
 */
export const novoGrad: Recipe<NovoGradOptions> = defineRecipe<NovoGradOptions>({
  name: "novoGrad",
  command: "novograd",
  summary: "Momentum of gradients divided by the norm of their layer",
  formula: "v ← β₂v + (1 − β₂)‖g‖², m ← β₁m + g/(√v + ε) + λw, w ← w − ηm",
  source: "Ginsburg et al. 2019, arXiv:1905.11286",
  memory: "1×, and one number a parameter",
  whenToUse: "Speech and image networks with large batches and little memory",
  knownIssue: "With a fixed rate it circles minima; let the rate fall",
  rules: {
    learningRate: notNegative,
    ...scalingRules,
    gradientAveraging: flag,
    biasCorrection: flag,
    firstTwice: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.95,
    beta2: 0.98,
    epsilon: 1e-8,
    epsilonRoot: 0,
    weightDecay: 0,
    gradientAveraging: false,
    biasCorrection: true,
    firstTwice: true,
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 1e-3, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 1e-3, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 1e-3, total: 5000 }) },
  },
  build: ({ learningRate, ...scaling }) => [novoGradStage(scaling), rateStage(learningRate)],
});
