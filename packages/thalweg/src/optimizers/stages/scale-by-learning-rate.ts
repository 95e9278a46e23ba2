import { notNegative, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

/**
 * The last stage of most optimizers: u ← −ηu, so that adding the update goes downhill.
 * Cauchy 1847, the method of steepest descent. Keeps no state.
 *
 * @example
 * const descent = chain(scaleByLearningRate(cosine({ peak: 0.1, total: 1000 })));
 */
export const scaleByLearningRate = (learningRate: Hyper): Transform =>
  rateStage(readOptions("scaleByLearningRate", { learningRate }, rules, { learningRate }).learningRate);

const rules = { learningRate: notNegative };

/** The stage of a rate that was checked already. */
export const rateStage = (learningRate: Hyper): Transform =>
  transform({
    name: "scaleByLearningRate",
    config: { learningRate },
    rules,
    turnsDownhill: true,
    update: ({ update, learningRate }) => ({ update: update.mul(learningRate.neg()) }),
  });

/** The stage of a rate η that falls as η/(1 + (t − 1)d), checked already; without d the plain one. */
export const decayingRateStage = (learningRate: Hyper, learningRateDecay: Hyper): Transform =>
  learningRateDecay === 0
    ? rateStage(learningRate)
    : transform({
        name: "scaleByLearningRate",
        config: { learningRate, learningRateDecay },
        rules: { ...rules, learningRateDecay: notNegative },
        knobs: ({ step, learningRate, learningRateDecay }) => ({
          rate: learningRate / (1 + (step - 1) * learningRateDecay),
        }),
        update: ({ update, rate }) => ({ update: update.mul(rate.neg()) }),
      });
