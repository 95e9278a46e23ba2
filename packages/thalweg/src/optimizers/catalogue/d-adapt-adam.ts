import { cosine } from "../../schedules/index.ts";
import { where } from "../../tensor/index.ts";
import { decay, fixedPositive, flag, notNegative, orNull } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { shared, sharedNumber, total } from "../shared-number.ts";
import { type Hyper, modelTransform, scalarSlot, zeroed } from "../transform.ts";

export interface DAdaptAdamOptions {
  /** η, which multiplies the distance d; 1 unless given, or a schedule that starts at 1. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
  /** The first d, smaller than any distance to expect; 1e-6 unless given. */
  d0?: number;
  /** By how much d may grow in one update; null, without bound, unless given. */
  growthRate?: number | null;
  /** Whether the rate is multiplied by √(1 − β₂ᵗ)/(1 − β₁ᵗ); false unless given. */
  biasCorrection?: boolean;
}

const rules = {
  learningRate: notNegative,
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  weightDecay: notNegative,
  d0: fixedPositive,
  growthRate: orNull(fixedPositive),
  biasCorrection: flag,
};

/**
 * D-Adaptation of Adam: the rate is γ = ηd, where d estimates the distance to the solution and only grows.
 * With b = √β₂: r ← br + (1 − b)γ⟨g, s/(√v + ε)⟩, s ← bs + (1 − b)γg, d ← max(d, r/((1 − b)‖s‖₁)), m of γg, v of g²,
 * w ← w − m/(√v + ε) − γλw. Defazio & Mishchenko 2023, arXiv:2301.07733. Memory 3×. d grows slowly where gradients are
 * noisy; prodigy grows faster.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, dAdaptAdam({ d0: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.968377: d₀(1 − β₁)/√(1 − β₂) = 0.031623
 */
export const dAdaptAdam: Recipe<DAdaptAdamOptions> = defineRecipe<DAdaptAdamOptions>({
  name: "dAdaptAdam",
  command: "dadapt-adam",
  summary: "Adam that finds its own rate from an estimate of the distance to go",
  formula: "s ← bs + (1 − b)ηdg, d ← max(d, r/((1 − b)‖s‖₁)), w ← w − m/(√v + ε), with m of ηdg and b = √β₂",
  source: "Defazio & Mishchenko 2023, arXiv:2301.07733",
  memory: "3×, and two numbers a parameter",
  whenToUse: "Where there is no time to search for a rate; with a schedule that starts at 1",
  knownIssue: "d grows slowly where gradients are noisy; prodigy grows faster",
  rules,
  defaults: {
    learningRate: 1,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    d0: 1e-6,
    growthRate: null,
    biasCorrection: false,
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 1, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 1, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 1, total: 5000 }) },
    garments: { d0: 1e-4 },
  },
  build: ({ d0, growthRate, biasCorrection, ...config }) => [
    modelTransform({
      name: "dAdaptAdam",
      config: { ...config, biasCorrection },
      rules,
      slots: { m: zeroed, v: zeroed, s: zeroed, d: scalarSlot(d0), r: scalarSlot(0) },
      counters: { mDecay: 1, vDecay: 1 },
      knobs: ({ learningRate, beta1, beta2, counters }) => {
        counters.mDecay *= beta1;
        counters.vDecay *= beta2;
        const correction = biasCorrection ? Math.sqrt(1 - counters.vDecay) / (1 - counters.mDecay) : 1;
        const kept = Math.sqrt(beta2);
        return { rate: learningRate * correction, mGain: 1 - beta1, vGain: 1 - beta2, kept, gain: 1 - kept };
      },
      updateAll: ({ parts, beta1, beta2, epsilon, weightDecay, rate, mGain, vGain, kept, gain }) => {
        const [d, oldR] = [parts[0].d, parts[0].r].map(sharedNumber);
        const stepRate = d.mul(rate);
        const along = total(parts.map(({ update, s, v }) => update.mul(s.div(v.sqrt().add(epsilon))).sum()));
        const r = oldR.mul(kept).add(along.mul(stepRate).mul(gain));
        const sums = parts.map(({ update, s }) => s.mul(kept).add(update.mul(stepRate.mul(gain))));
        const size = total(sums.map((s) => s.abs().sum()));
        const estimate = where(size.gt(0), r.div(size.mul(gain)), size.literal(0));
        const next = d.maximum(growthRate === null ? estimate : estimate.minimum(d.mul(growthRate)));
        return parts.map(({ update, parameter, m: oldM, v: oldV, ...slots }, index) => {
          const m = oldM.mul(beta1).add(update.mul(stepRate.mul(mGain)));
          const v = oldV.mul(beta2).add(update.square().mul(vGain));
          const direction = m.div(v.sqrt().add(epsilon)).add(parameter.mul(stepRate.mul(weightDecay)));
          return {
            update: direction.neg(),
            m,
            v,
            s: sums[index],
            d: shared(next, slots.d),
            r: shared(r, slots.d),
          };
        });
      },
    }),
  ],
});
