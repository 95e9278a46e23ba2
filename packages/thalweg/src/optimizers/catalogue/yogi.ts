import { decay, fixedNotNegative, flag, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { filled, type Hyper, type Transform, transform } from "../transform.ts";

export interface YogiOptions {
  /** η; 0.01 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-3 unless given. */
  epsilon?: Hyper;
  /** What v starts with; 1e-6 unless given. */
  initialAccumulator?: number;
  /** What m starts with; 1e-6 unless given, as in Optax and pytorch_optimizer. The paper starts it at 0. */
  initialMomentum?: number;
  /** Whether m and v are divided by 1 − βᵗ; true unless given. The paper leaves them. */
  biasCorrection?: boolean;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = { beta1: decay, beta2: decay, epsilon: notNegative };

type Scaling = Required<Omit<YogiOptions, "learningRate" | "weightDecay">>;

const yogiStage = ({ initialAccumulator, initialMomentum, biasCorrection, ...config }: Scaling): Transform =>
  transform({
    name: "scaleByYogi",
    config: { ...config, biasCorrection },
    rules: scalingRules,
    slots: { m: filled(initialMomentum), v: filled(initialAccumulator) },
    counters: { mDecay: 1, vDecay: 1 },
    knobs: ({ beta1, beta2, counters }) => {
      counters.mDecay *= beta1;
      counters.vDecay *= beta2;
      return {
        mGain: 1 - beta1,
        vGain: 1 - beta2,
        mScale: biasCorrection ? 1 / (1 - counters.mDecay) : 1,
        vScale: biasCorrection ? 1 / (1 - counters.vDecay) : 1,
      };
    },
    update: ({ update, m: oldM, v: oldV, beta1, epsilon, mGain, vGain, mScale, vScale }) => {
      const m = oldM.mul(beta1).add(update.mul(mGain));
      const square = update.square();
      const v = oldV.sub(oldV.sub(square).sign().mul(square).mul(vGain));
      return { update: m.mul(mScale).div(v.mul(vScale).sqrt().add(epsilon)), m, v };
    },
  });

/**
 * Yogi: v ← v − (1 − β₂)sign(v − g²)g², w ← w − η m̂/(√v̂ + ε): v moves towards g² by an amount that does
 * not depend on their distance, so that rare large gradients are not forgotten at once. Zaheer et al.
 * 2018, "Adaptive Methods for Nonconvex Optimization". Memory 2×. ε = 1e-3 is part of the rule: where
 * gradients are small, it decides the step.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * const paper = { biasCorrection: false, initialMomentum: 0, initialAccumulator: 0 };
 * new Optimizer(weights, yogi({ learningRate: 0.1, beta2: 0.99, epsilon: 0, ...paper })).step({ w: [10] });
 * weights.w[0]; // 4.9: (1 − β₁)/√(1 − β₂) is 1
 */
export const yogi: Recipe<YogiOptions> = defineRecipe<YogiOptions>({
  name: "yogi",
  command: "yogi",
  summary: "Adam whose divisor changes by bounded amounts",
  formula: "v ← v − (1 − β₂)sign(v − g²)g², w ← w − η m̂/(√v̂ + ε)",
  source: "Zaheer et al. 2018, Adaptive Methods for Nonconvex Optimization",
  memory: "2×",
  whenToUse: "Where Adam diverges on rare large gradients",
  knownIssue: "m starts at 1e-6, so that weights without any gradient still move by about 1e-4 of the rate",
  rules: {
    learningRate: notNegative,
    ...scalingRules,
    initialAccumulator: fixedNotNegative,
    initialMomentum: fixedNotNegative,
    biasCorrection: flag,
    weightDecay: notNegative,
  },
  defaults: {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-3,
    initialAccumulator: 1e-6,
    initialMomentum: 1e-6,
    biasCorrection: true,
    weightDecay: 0,
  },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    yogiStage(scaling),
    ...(weightDecay === 0 ? [] : [decayStage(weightDecay)]),
    rateStage(learningRate),
  ],
});
