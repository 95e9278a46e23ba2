import { notNegative } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

/**
 * Rate and decay in one: w ← (w − ηu)/(1 + ηλ), the exact minimum of the step's model plus ηλ/2·‖w‖².
 * Takes the place of a rate. Options were checked already.
 */
export const proximalRate = (learningRate: Hyper, weightDecay: Hyper): Transform =>
  transform({
    name: "scaleByProximalRate",
    config: { learningRate, weightDecay },
    rules: { learningRate: notNegative, weightDecay: notNegative },
    knobs: ({ learningRate, weightDecay }) => {
      const shrink = 1 / (1 + learningRate * weightDecay);
      return { length: -learningRate * shrink, decay: -learningRate * weightDecay * shrink };
    },
    update: ({ update, parameter, length, decay }) => ({ update: update.mul(length).add(parameter.mul(decay)) }),
  });
