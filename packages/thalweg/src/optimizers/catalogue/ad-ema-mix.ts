import { cosine } from "../../schedules/index.ts";
import { decay, finite, fixedNotNegative, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { addL2, decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AdEmaMixOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁ of the fast average; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** β₃ of the slow average; 0.9999 unless given. */
  beta3?: Hyper;
  /** α, the slow average's weight; 5 unless given. */
  alpha?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** Added to v̂ inside the root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** T, the updates in which α rises from 0 and β₃ from β₁; 0, and no rise, unless given. */
  warmupSteps?: number;
  /** Whether the slow average is divided by 1 − β₁ᵗ, too, as in pytorch_optimizer; true unless given. The paper leaves it. */
  slowCorrection?: boolean;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether the decay stands apart from the averages, as in the paper, instead of being added to g; false unless given. */
  decoupledWeightDecay?: boolean;
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  beta3: decay,
  alpha: finite,
  epsilon: notNegative,
  epsilonRoot: notNegative,
};

/** β₃ at t of T: its half-life rises linearly from that of β₁. */
const risen = (beta1: number, beta3: number, progress: number): number => {
  if (progress >= 1 || beta1 === 0 || beta3 === 0) return beta3;
  const [from, to] = [Math.log(beta1), Math.log(beta3)];
  return Math.min(Math.exp((from * to) / ((1 - progress) * to + progress * from)), beta3);
};

type Scaling = Required<Omit<AdEmaMixOptions, "learningRate" | "weightDecay" | "decoupledWeightDecay">>;

const mixStage = ({ warmupSteps, slowCorrection, ...config }: Scaling): Transform =>
  transform({
    name: "scaleByAdEmaMix",
    config: { ...config, slowCorrection },
    rules: scalingRules,
    slots: { m1: zeroed, m2: zeroed, v: zeroed },
    counters: { mDecay: 1, vDecay: 1 },
    knobs: ({ beta1, beta2, beta3, alpha, step, counters }) => {
      counters.mDecay *= beta1;
      counters.vDecay *= beta2;
      const progress = warmupSteps > 0 ? Math.min(step / warmupSteps, 1) : 1;
      const slow = risen(beta1, beta3, progress);
      const fastScale = 1 / (1 - counters.mDecay);
      return {
        fastGain: 1 - beta1,
        slow,
        slowGain: 1 - slow,
        vGain: 1 - beta2,
        fastScale,
        slowScale: alpha * progress * (slowCorrection ? fastScale : 1),
        vScale: 1 / (1 - counters.vDecay),
      };
    },
    update: ({ update, m1: oldM1, m2: oldM2, v: oldV, beta1, beta2, epsilon, epsilonRoot, ...knobs }) => {
      const m1 = oldM1.mul(beta1).add(update.mul(knobs.fastGain));
      const m2 = oldM2.mul(knobs.slow).add(update.mul(knobs.slowGain));
      const v = oldV.mul(beta2).add(update.square().mul(knobs.vGain));
      const root = v.mul(knobs.vScale).add(epsilonRoot).sqrt().add(epsilon);
      return { update: m1.mul(knobs.fastScale).add(m2.mul(knobs.slowScale)).div(root), m1, m2, v };
    },
  });

/**
 * AdEMAMix: Adam with a second, slow average of gradients, w ← w − η((m̂₁ + αm₂)/(√v̂ + ε) + λw).
 * Pagliardini et al. 2024, arXiv:2409.03137. Memory 3×. As in pytorch_optimizer, m₂ is divided by 1 − β₁ᵗ
 * like m₁ and the decay is added to g; `slowCorrection: false, decoupledWeightDecay: true` is the paper's
 * rule, which also raises α and β₃ over `warmupSteps`. Old gradients push on after the function changed.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, adEMAMix({ learningRate: 0.01, alpha: 0 })).step({ w: [10] });
 * weights.w[0]; // 4.99, but for ε: Adam's step
 */
export const adEMAMix: Recipe<AdEmaMixOptions> = defineRecipe<AdEmaMixOptions>({
  name: "adEMAMix",
  command: "ademamix",
  summary: "Adam with a fast and a very slow average",
  formula: "m₁ ← β₁m₁ + (1 − β₁)g, m₂ ← β₃m₂ + (1 − β₃)g, w ← w − η((m̂₁ + αm₂)/(√v̂ + ε) + λw)",
  source: "Pagliardini et al. 2024, arXiv:2409.03137",
  memory: "3×",
  whenToUse: "Long runs of large models, tens of thousands of updates and more",
  knownIssue: "Old gradients push on for 1/(1 − β₃) updates, past minima and past changes of the data",
  rules: {
    learningRate: notNegative,
    ...scalingRules,
    warmupSteps: fixedNotNegative,
    slowCorrection: flag,
    weightDecay: notNegative,
    decoupledWeightDecay: flag,
  },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    beta3: 0.9999,
    alpha: 5,
    epsilon: 1e-8,
    epsilonRoot: 0,
    warmupSteps: 0,
    slowCorrection: true,
    weightDecay: 0,
    decoupledWeightDecay: false,
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 0.01, total: 5000 }), beta3: 0.99 },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }), beta3: 0.99 },
    booth: { learningRate: cosine({ peak: 0.01, total: 5000 }), beta3: 0.99 },
  },
  build: ({ learningRate, weightDecay, decoupledWeightDecay, ...scaling }) => {
    const stages = [mixStage(scaling), rateStage(learningRate)] as const;
    if (weightDecay === 0) return stages;
    return decoupledWeightDecay ? [stages[0], decayStage(weightDecay), stages[1]] : [addL2(weightDecay), ...stages];
  },
});
