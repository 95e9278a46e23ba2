import { decay, notNegative, oneOf } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, transform, zeroed } from "../transform.ts";

export interface StableAdamWOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.99 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of decoupled decay; 0.01 unless given. */
  weightDecay?: Hyper;
  /** Whether the RMS is measured against v̂ without this gradient ("before", unless given) or with it ("after"). */
  rmsAgainst?: "before" | "after";
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  weightDecay: notNegative,
  rmsAgainst: oneOf(["before", "after"]),
};

/**
 * StableAdamW: AdamW whose rate is divided, parameter by parameter, by max(1, RMS) with
 * RMS = √(mean of g²/max(v̂, ε²)): w ← w − η/max(1, RMS)·(m̂/(√v̂ + ε) + λw). A gradient that v̂ has not caught up with
 * makes a shorter step, as in Adafactor. Wortsman et al. 2023, arXiv:2304.13013. Memory 2×. The paper measures the RMS
 * after v̂ has taken in g, `rmsAgainst: "after"`; by default it is measured before, as in pytorch_optimizer, so that
 * the first step, with nothing in v̂ yet, is none.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const paper = stableAdamW({ learningRate: 0.01, weightDecay: 0, rmsAgainst: "after" });
 * new Optimizer(weights, paper).step({ w: [10] });
 * weights.w[0]; // 4.99
 */
export const stableAdamW: Recipe<StableAdamWOptions> = defineRecipe<StableAdamWOptions>({
  name: "stableAdamW",
  command: "stableadamw",
  summary: "AdamW that shortens steps which its averages have not caught up with",
  formula: "w ← w − η/max(1, RMS)·(m̂/(√v̂ + ε) + λw), with RMS² = mean of g²/max(v̂, ε²)",
  source: "Wortsman et al. 2023, arXiv:2304.13013",
  memory: "2×",
  whenToUse: "Transformers whose loss spikes with AdamW; it takes the place of clipping",
  knownIssue: "Every parameter needs a mean first, so it takes two passes; by default the first step is none",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: { learningRate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, rmsAgainst: "before" },
  settings: {
    ravine: { learningRate: 0.01, weightDecay: 0 },
    rosenbrock: { learningRate: 0.01, weightDecay: 0 },
    booth: { learningRate: 0.01, weightDecay: 0 },
  },
  build: ({ learningRate, rmsAgainst, ...config }) => [
    transform({
      name: "scaleByStableAdam",
      config: { ...config, rmsAgainst },
      rules: scalingRules,
      scope: "tensor",
      // The averages are kept corrected, with β̂ = β(1 − βᵗ⁻¹)/(1 − βᵗ) at step t.
      slots: { m: zeroed, v: zeroed },
      counters: { mDecay: 1, vDecay: 1 },
      knobs: ({ beta1, beta2, epsilon, counters }) => {
        counters.mDecay *= beta1;
        counters.vDecay *= beta2;
        return {
          mGain: (1 - beta1) / (1 - counters.mDecay),
          vGain: (1 - beta2) / (1 - counters.vDecay),
          least: epsilon ** 2,
        };
      },
      update: ({ update, parameter, m: oldM, v: oldV, epsilon, weightDecay, mGain, vGain, least }) => {
        const m = oldM.add(update.sub(oldM).mul(mGain));
        const v = oldV.add(update.square().sub(oldV).mul(vGain));
        const rms = update
          .square()
          .div((rmsAgainst === "before" ? oldV : v).maximum(least))
          .mean()
          .sqrt();
        const direction = m.div(v.sqrt().add(epsilon)).add(parameter.mul(weightDecay));
        return { update: direction.div(rms.maximum(rms.literal(1))), m, v };
      },
    }),
    rateStage(learningRate),
  ],
});
