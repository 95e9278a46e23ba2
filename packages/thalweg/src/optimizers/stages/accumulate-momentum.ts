import { decay, finite, flag, readOptions } from "../options.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface AccumulateOptions {
  /** β; 0.9 unless given. */
  beta?: Hyper;
  /** d in v ← βv + (1 − d)u; 0 unless given. β makes v an average. */
  dampening?: Hyper;
  /** Whether the first update is dampened, too; true unless given. PyTorch takes it in whole. */
  dampenFirst?: boolean;
  /** Whether v/(1 − βᵗ) is passed on, which undoes the start at 0; false unless given. */
  biasCorrection?: boolean;
  /** Whether the update looks ahead: βv + (1 − d)u instead of v; false unless given. */
  nesterov?: boolean;
}

const rules = { beta: decay, dampening: finite, dampenFirst: flag, biasCorrection: flag, nesterov: flag };

/**
 * Adds updates up along the way: v ← βv + (1 − d)u, u ← v; looking ahead, u ← βv + (1 − d)u.
 * Polyak 1964; Nesterov 1983. Memory 1×.
 *
 * @example
 * const heavyBall = chain(accumulateMomentum({ beta: 0.9 }), scaleByLearningRate(0.01));
 */
export const accumulateMomentum = (options: AccumulateOptions = {}): Transform =>
  momentumStage(
    readOptions("accumulateMomentum", options, rules, {
      beta: 0.9,
      dampening: 0,
      dampenFirst: true,
      biasCorrection: false,
      nesterov: false,
    }),
  );

/** The stage of options that were checked already. */
export const momentumStage = ({
  beta,
  dampening,
  dampenFirst = true,
  biasCorrection,
  nesterov,
}: Omit<Required<AccumulateOptions>, "dampenFirst"> & { readonly dampenFirst?: boolean }): Transform =>
  transform({
    name: "accumulateMomentum",
    config: { beta, dampening, dampenFirst, biasCorrection, nesterov },
    rules,
    slots: { v: zeroed },
    counters: { vDecay: 1 },
    knobs: ({ step, beta, dampening, counters }) => {
      counters.vDecay *= beta;
      return {
        gain: step === 1 && !dampenFirst ? 1 : 1 - dampening,
        vScale: biasCorrection ? 1 / (1 - counters.vDecay) : 1,
      };
    },
    update: ({ update, v: old, beta, gain, vScale }) => {
      const fresh = update.mul(gain);
      const v = old.mul(beta).add(fresh);
      const corrected = biasCorrection ? v.mul(vScale) : v;
      return { update: nesterov ? corrected.mul(beta).add(fresh) : corrected, v };
    },
  });
