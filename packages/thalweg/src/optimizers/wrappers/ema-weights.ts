import { where } from "../../tensor/index.ts";
import { count, decay, flag, readOptions } from "../options.ts";
import { copied, type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface EmaWeightsOptions {
  /** β, how much of the average each new one keeps; 0.999 unless given. */
  beta?: Hyper;
  /** Averages after every which update; 1 unless given. */
  every?: number;
  /** Whether β grows from small values: β_n = min(β, (1 + n)/(10 + n)) for the n-th average; false unless given. */
  warmup?: boolean;
  /** Whether a starts at 0 and is divided by 1 − ∏β, instead of starting at the weights; false unless given. */
  biasCorrection?: boolean;
}

const rules = { beta: decay, every: count, warmup: flag, biasCorrection: flag };

/**
 * Evaluates with a moving average of the weights while training goes on from the weights themselves:
 * a ← βa + (1 − β)w after every k-th update, a = w at the start. Polyak & Juditsky 1992; the warmup is
 * TensorFlow's. It stands last in a chain. Memory 1×. Averages never saw the moving statistics of batchNorm:
 * see Trainer.recomputeStatistics.
 *
 * @example
 * const weights = { w: Float64Array.of(1) };
 * const optimizer = new Optimizer(weights, chain(gradientDescent({ learningRate: 0.5 }), emaWeights({ beta: 0.9 })));
 * optimizer.step({ w: [1] });
 * weights.w[0]; // 0.5
 * optimizer.evaluationWeights().w[0]; // 0.95
 */
export const emaWeights = (options: EmaWeightsOptions = {}): Transform => {
  const defaults = { beta: 0.999, every: 1, warmup: false, biasCorrection: false };
  const { biasCorrection, ...config } = readOptions("emaWeights", options, rules, defaults);
  return transform({
    name: "emaWeights",
    config: { ...config, biasCorrection },
    rules,
    place: "last",
    slots: { a: biasCorrection ? zeroed : copied },
    // Averages made, and the product of their β.
    counters: { averages: 0, aDecay: 1 },
    knobs: ({ step, beta, every, counters }) => {
      if (step % every !== 0) return { gain: 0 };
      const n = ++counters.averages;
      const keep = config.warmup ? Math.min(beta, (1 + n) / (10 + n)) : beta;
      counters.aDecay *= keep;
      return { gain: 1 - keep };
    },
    occasions: { averages: ({ step, every }) => step % every === 0 },
    update: ({ update, parameter, a, gain, averages }) => {
      // a + (1 − β)(w − a): weights that stand still are their own average, to the bit.
      return { update, a: averages ? a.add(parameter.add(update).sub(a).mul(gain)) : a };
    },
    evaluation: {
      knobs: ({ counters: { averages, aDecay } }) => ({ averages, aScale: averages > 0 ? 1 / (1 - aDecay) : 1 }),
      weights: ({ parameter, a, averages, aScale }) =>
        biasCorrection ? where(averages.gt(0), a.mul(aScale), parameter) : a,
    },
  });
};
