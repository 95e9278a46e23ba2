import { cosine } from "../../schedules/index.ts";
import { decay, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { proximalRate } from "../stages/proximal-rate.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdanScaling {
  /** β₁, of gradients; 0.98 unless given. */
  beta1?: Hyper;
  /** β₂, of their differences; 0.92 unless given. */
  beta2?: Hyper;
  /** β₃, of squares; 0.99 unless given. */
  beta3?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to n̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
}

export interface AdanOptions extends AdanScaling {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether weights shrink by ηλw, as in AdamW, instead of by 1/(1 + ηλ) after the step; false unless given. */
  decoupledWeightDecay?: boolean;
}

export const adanRules = {
  beta1: decay,
  beta2: decay,
  beta3: decay,
  epsilon: notNegative,
  epsilonRoot: notNegative,
};
export const adanDefaults = { beta1: 0.98, beta2: 0.92, beta3: 0.99, epsilon: 1e-8, epsilonRoot: 0 };

/** The stage of options that were checked already; `shareOf` gives the difference's part from β₂, the paper's being β₂ itself. */
export const adanStage = (
  config: Required<AdanScaling>,
  shareOf: (beta2: number) => number = (beta2) => beta2,
): Transform =>
  transform({
    name: "scaleByAdan",
    config,
    rules: adanRules,
    slots: { m: zeroed, v: zeroed, n: zeroed, previous: zeroed },
    counters: { mDecay: 1, vDecay: 1, nDecay: 1 },
    knobs: ({ beta1, beta2, beta3, step, counters }) => {
      counters.mDecay *= beta1;
      counters.vDecay *= beta2;
      counters.nDecay *= beta3;
      const share = shareOf(beta2);
      return {
        // The first gradient has none to differ from.
        known: step === 1 ? 0 : 1,
        mGain: 1 - beta1,
        vGain: 1 - beta2,
        nGain: 1 - beta3,
        share,
        mScale: 1 / (1 - counters.mDecay),
        vScale: share / (1 - counters.vDecay),
        nScale: 1 / (1 - counters.nDecay),
      };
    },
    update: ({ update, m: oldM, v: oldV, n: oldN, previous, beta1, beta2, beta3, epsilon, epsilonRoot, ...knobs }) => {
      const difference = update.sub(previous).mul(knobs.known);
      const m = oldM.mul(beta1).add(update.mul(knobs.mGain));
      const v = oldV.mul(beta2).add(difference.mul(knobs.vGain));
      const n = oldN.mul(beta3).add(update.add(difference.mul(knobs.share)).square().mul(knobs.nGain));
      const root = n.mul(knobs.nScale).add(epsilonRoot).sqrt().add(epsilon);
      return { update: m.mul(knobs.mScale).add(v.mul(knobs.vScale)).div(root), m, v, n, previous: update };
    },
  });

/**
 * Adan: averages m of gradients, v of their differences and n of (g + β₂(g − g₋₁))²,
 * w ← (w − η(m̂ + β₂v̂)/(√n̂ + ε))/(1 + ηλ): Nesterov's look ahead without a second gradient. Xie et al.
 * 2022, arXiv:2208.06677, whose β are 1 − ours. Memory 4×, the most of the first-order methods here.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adan({ learningRate: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.99, but for ε
 */
export const adan: Recipe<AdanOptions> = defineRecipe<AdanOptions>({
  name: "adan",
  command: "adan",
  summary: "Adam that also averages how gradients change",
  formula: "w ← (w − η(m̂ + β₂v̂)/(√n̂ + ε))/(1 + ηλ), v of g − g₋₁, n of (g + β₂(g − g₋₁))²",
  source: "Xie et al. 2022, arXiv:2208.06677",
  memory: "4×",
  whenToUse: "Vision transformers and large batches, with rates above Adam's",
  knownIssue: "Four arrays beside the weights, one of them the last gradient",
  rules: { learningRate: notNegative, ...adanRules, weightDecay: notNegative, decoupledWeightDecay: flag },
  defaults: { learningRate: 1e-3, ...adanDefaults, weightDecay: 0, decoupledWeightDecay: false },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
  },
  build: ({ learningRate, weightDecay, decoupledWeightDecay, ...scaling }) => {
    const scaled = adanStage(scaling);
    if (weightDecay === 0) return [scaled, rateStage(learningRate)];
    if (decoupledWeightDecay) return [scaled, decayStage(weightDecay), rateStage(learningRate)];
    return [scaled, proximalRate(learningRate, weightDecay)];
  },
});
