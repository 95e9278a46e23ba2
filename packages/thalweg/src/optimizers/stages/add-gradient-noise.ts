import { ThalwegError } from "../../errors/thalweg-error.ts";
import { notNegative, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform } from "../transform.ts";

export interface NoiseOptions {
  /** η, the variance of the noise at the first update; 0.01 unless given. */
  eta?: Hyper;
  /** γ, how fast the variance falls; 0.55 unless given. */
  gamma?: Hyper;
}

const rules = { eta: notNegative, gamma: notNegative };

/**
 * Adds normal noise whose variance falls: u ← u + N(0, η/tᵞ), t from 1. Neelakantan et al. 2015,
 * arXiv:1511.06807, with η among 0.01, 0.3 and 1, and γ = 0.55. Keeps no state: the noise follows from the
 * seed, the parameter's name and the step.
 *
 * @example
 * const noisy = chain(addGradientNoise({ eta: 0.3 }), clipByGlobalNorm(1), adam());
 */
export const addGradientNoise = (options: NoiseOptions = {}): Transform =>
  transform({
    name: "addGradientNoise",
    config: readOptions("addGradientNoise", options, rules, { eta: 0.01, gamma: 0.55 }),
    rules,
    // By parameter: what lies between parameters of a block stays zero.
    scope: "tensor",
    knobs: ({ eta, gamma, step }) => ({ deviation: Math.sqrt(eta / step ** gamma) }),
    update: ({ update, random, deviation }) => {
      if (!random) throw new ThalwegError("trace", "addGradientNoise: needs random draws; pass { random }");
      return { update: update.add(random.normal(update.shape).toType(update.dtype).mul(deviation)) };
    },
  });
