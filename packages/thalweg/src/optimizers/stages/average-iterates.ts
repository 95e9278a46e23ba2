import type { Tensor } from "../../tensor/index.ts";
import { inside, notNegative, readOptions } from "../options.ts";
import { copied, type Hyper, type Transform, transform } from "../transform.ts";

export interface IterateAveraging {
  /** γ, the rate of the steps before it: an iterate's share of the average grows with it. */
  learningRate: Hyper;
  /** β, how far gradients are taken towards the average; 0.9 unless given. */
  beta1?: Hyper;
  /** Power of the largest rate so far in an iterate's weight; 2 unless given, and 0 for equal weights. */
  weightLearningRatePower?: Hyper;
  /** Power of t in an iterate's weight; 0 unless given. */
  r?: Hyper;
}

/** Counters of shareOfIterate. */
export const averagingCounters = { weightSum: 0, largestRate: 0 };

/** What an iterate's weight depends on. */
interface Weighting {
  readonly step: number;
  readonly weightLearningRatePower: number;
  readonly r: number;
  readonly counters: { weightSum: number; largestRate: number };
}

/** c, the share of the newest iterate in the average: its weight tʳ·γ̂ᵖ, with the largest rate so far γ̂, in all weights. */
export const shareOfIterate = (rate: number, { step, weightLearningRatePower, r, counters }: Weighting): number => {
  counters.largestRate = Math.max(counters.largestRate, rate);
  const weight = step ** r * counters.largestRate ** weightLearningRatePower;
  counters.weightSum += weight;
  return counters.weightSum === 0 ? 0 : weight / counters.weightSum;
};

/** How much of z's step the trained weights y = βx + (1 − β)z follow at once, when x takes the share c of it. */
export const leadOf = (beta: number, share: number): number => 1 - beta * (1 - share);

/** z ← z + u, and the change of y that follows; x itself is never stored. */
export const afterStep = (y: Tensor, z: Tensor, u: Tensor, share: Tensor, lead: Tensor) => ({
  update: z.sub(y).mul(share).add(u.mul(lead)),
  z: z.add(u),
});

/** x from y and z; `back` is 1 − 1/β. */
export const averageFrom = (y: Tensor, z: Tensor, back: Tensor): Tensor => y.add(z.sub(y).mul(back));

const rules = { learningRate: notNegative, beta1: inside, weightLearningRatePower: notNegative, r: notNegative };

/**
 * Makes the steps before it schedule-free: z ← z + u, x ← (1 − c)x + cz, y ← βx + (1 − β)z. The weights that are
 * trained are y; those to evaluate with are the average x. Defazio et al. 2024, arXiv:2405.15682. Memory 1×. It stands
 * last, after the rate, and takes the place of momentum, so what comes before should have none.
 *
 * @example
 * const weights = { w: Float64Array.of(1) };
 * const descent = chain(scaleByLearningRate(0.5), averageIterates({ learningRate: 0.5, beta1: 0.5 }));
 * const optimizer = new Optimizer(weights, descent);
 * for (const gradient of [1, 1]) optimizer.step({ w: [gradient] });
 * weights.w[0]; // 0.125
 * optimizer.evaluationWeights().w[0]; // 0.25
 */
export const averageIterates = ({
  learningRate,
  beta1 = 0.9,
  weightLearningRatePower = 2,
  r = 0,
}: IterateAveraging): Transform => {
  const given = { learningRate, beta1, weightLearningRatePower, r };
  return transform({
    name: "averageIterates",
    config: readOptions("averageIterates", given, rules, given),
    rules,
    place: "last",
    slots: { z: copied },
    counters: averagingCounters,
    knobs: ({ learningRate, beta1, ...weighting }) => {
      const share = shareOfIterate(learningRate, weighting);
      return { share, lead: leadOf(beta1, share) };
    },
    update: ({ update, parameter, z, share, lead }) => afterStep(parameter, z, update, share, lead),
    evaluation: {
      knobs: ({ beta1 }) => ({ back: 1 - 1 / beta1 }),
      weights: ({ parameter, z, back }) => averageFrom(parameter, z, back),
    },
  });
};
