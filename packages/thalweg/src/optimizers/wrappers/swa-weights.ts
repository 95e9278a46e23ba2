import { where } from "../../tensor/index.ts";
import { count, readOptions } from "../options.ts";
import { copied, type Transform, transform } from "../transform.ts";

export interface SwaWeightsOptions {
  /** The first update (from 1) whose weights are averaged; 1 unless given. */
  start?: number;
  /** Averages the weights of every which update from there on; 1 unless given. */
  every?: number;
}

const rules = { start: count, every: count };

/** Whether the weights after an update count. */
const isAveraged = ({ step, start, every }: { step: number; start: number; every: number }): boolean =>
  step >= start && (step - start) % every === 0;

/**
 * Evaluates with the plain mean of weights along the way: a ← a + (w − a)/n after updates s, s + k, s + 2k, …,
 * n of them so far. With s = k = 1 Polyak averaging (Polyak & Juditsky 1992); late in training, with a
 * constant or cyclic rate and k an epoch, stochastic weight averaging (Izmailov et al. 2018,
 * arXiv:1803.05407). Before update s it evaluates with the weights themselves. It stands last in a chain.
 * Memory 1×. Averages never saw the moving statistics of batchNorm: see Trainer.recomputeStatistics.
 *
 * @example
 * const weights = { w: Float64Array.of(0) };
 * const optimizer = new Optimizer(weights, chain(gradientDescent({ learningRate: 1 }), swaWeights({ start: 2 })));
 * for (let step = 0; step < 4; step++) optimizer.step({ w: [-1] });
 * weights.w[0]; // 4
 * optimizer.evaluationWeights().w[0]; // 3 = (2 + 3 + 4)/3
 */
export const swaWeights = (options: SwaWeightsOptions = {}): Transform =>
  transform({
    name: "swaWeights",
    config: readOptions("swaWeights", options, rules, { start: 1, every: 1 }),
    rules,
    place: "last",
    slots: { a: copied },
    counters: { n: 0 },
    knobs: ({ step, start, every, counters }) => {
      if (isAveraged({ step, start, every })) counters.n++;
      return { gain: 1 / Math.max(counters.n, 1) };
    },
    occasions: { averages: isAveraged },
    update: ({ update, parameter, a, gain, averages }) => ({
      update,
      a: averages ? a.add(parameter.add(update).sub(a).mul(gain)) : a,
    }),
    evaluation: {
      knobs: ({ counters: { n } }) => ({ n }),
      weights: ({ parameter, a, n }) => where(n.gt(0), a, parameter),
    },
  });
