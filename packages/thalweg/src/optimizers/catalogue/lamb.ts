import { cosine } from "../../schedules/index.ts";
import { decay, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { clipByGlobalNorm } from "../stages/clip-by-norm.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayedTrustRatioStage, trustRatioStage } from "../stages/scale-by-trust-ratio.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";
import { type AdamOptions, adamDefaults, adamRules, adamStage } from "./adam.ts";

/** Adam's options, with ε 1e-6 and no bias correction unless given. */
export interface LambOptions extends AdamOptions {
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether w ← w − ηλw comes first and apart from the ratio (Keras), or λw joins r (the paper); false unless given. */
  decoupledWeightDecay?: boolean;
  /** γ, the most that ‖w‖ counts for in the ratio; 10 unless given, 0 for no limit. */
  normLimit?: Hyper;
  /** ε of the ratio's divisor; 1e-6 unless given, 0 in the paper. */
  trustEpsilon?: Hyper;
  /**
   * Whether the rate is divided by 1 − β₁ᵗ, which makes the first step ten times as long, as in pytorch_optimizer;
   * true unless given, false in the paper and in all other libraries.
   */
  rateCorrection?: boolean;
  /** c to which all gradients together are clipped first, as in the paper's experiments; 0, not at all, unless given. */
  globalClipNorm?: Hyper;
}

const rateCorrectionStage = (beta1: Hyper): Transform =>
  transform({
    name: "correctRate",
    config: { beta1 },
    rules: { beta1: decay },
    counters: { mDecay: 1 },
    knobs: ({ beta1, counters }) => {
      counters.mDecay *= beta1;
      return { rateScale: 1 / (1 - counters.mDecay) };
    },
    update: ({ update, rateScale }) => ({ update: update.mul(rateScale) }),
  });

/**
 * LAMB: r = m/(√v + ε) + λw, w ← w − η/(1 − β₁ᵗ)·φ(‖w‖)/(‖r‖ + ε)·r for each parameter, φ(x) = min(x, γ): Adam's
 * direction with steps as long as the weights allow. You et al. 2020, arXiv:1904.00962. Memory 2×. This is the rule
 * of pytorch_optimizer; the paper's is `{ biasCorrection: true, rateCorrection: false, trustEpsilon: 0 }`, without
 * bias correction in its third version, and Optax's and Keras's that with `normLimit: 0`.
 *
 * @example
 * const weights = { w: Float64Array.of(3, 4) };
 * const paper = lamb({ learningRate: 0.1, epsilon: 0, rateCorrection: false, trustEpsilon: 0 });
 * new Optimizer(weights, paper).step({ w: [10, 0.1] });
 * weights.w[0]; // 2.6464466094067265: a tenth of ‖w‖ = 5 along (1, 1)/√2
 */
export const lamb: Recipe<LambOptions> = defineRecipe<LambOptions>({
  name: "lamb",
  command: "lamb",
  summary: "Adam with each parameter's step as long as its weights allow",
  formula: "r = m/(√v + ε) + λw, w ← w − η/(1 − β₁ᵗ) · min(‖w‖, γ)/(‖r‖ + ε) · r",
  source: "You et al. 2020, arXiv:1904.00962",
  memory: "2×",
  whenToUse: "Very large batches, with one rate for layers of all sizes",
  knownIssue: "Steps are a fixed share of the weights' length, so weights near 0 move slowly and the rate must fall",
  rules: {
    learningRate: notNegative,
    ...adamRules,
    weightDecay: notNegative,
    decoupledWeightDecay: flag,
    normLimit: notNegative,
    trustEpsilon: notNegative,
    rateCorrection: flag,
    globalClipNorm: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    ...adamDefaults,
    epsilon: 1e-6,
    biasCorrection: false,
    weightDecay: 0,
    decoupledWeightDecay: false,
    normLimit: 10,
    trustEpsilon: 1e-6,
    rateCorrection: true,
    globalClipNorm: 0,
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    garments: { learningRate: 0.01 },
  },
  build: (options) => {
    const { learningRate, weightDecay, decoupledWeightDecay, normLimit, trustEpsilon } = options;
    const { rateCorrection, globalClipNorm, ...scaling } = options;
    const ratio = { trustCoefficient: 1, epsilon: trustEpsilon, normLimit };
    const decays = weightDecay === 0 ? [] : [decayStage(weightDecay)];
    const apart = decoupledWeightDecay && weightDecay !== 0;
    const correction = rateCorrection ? [rateCorrectionStage(scaling.beta1)] : [];
    return [
      ...(globalClipNorm === 0 ? [] : [clipByGlobalNorm(globalClipNorm)]),
      adamStage(scaling),
      ...(apart
        ? [decayedTrustRatioStage(ratio, { learningRate, weightDecay }), ...correction, ...decays]
        : [...decays, trustRatioStage(ratio), ...correction]),
      rateStage(learningRate),
    ];
  },
});
