import { cosine } from "../../schedules/index.ts";
import { where } from "../../tensor/index.ts";
import { decay, fixedPositive, flag, notNegative, orNull } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { shared, sharedNumber, total } from "../shared-number.ts";
import { copied, type Hyper, modelTransform, scalarSlot, zeroed } from "../transform.ts";

export interface ProdigyOptions {
  /** η, which multiplies the distance d; 1 unless given, or a schedule that starts at 1. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** β₃ of what d is estimated from; null, and √β₂ then, unless given. */
  beta3?: number | null;
  /** ε beside the root, in units of d; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
  /** The first d, smaller than any distance to expect; 1e-6 unless given. */
  d0?: number;
  /** What estimates of d are multiplied by; 1 unless given. */
  dCoefficient?: Hyper;
  /** By how much d may grow in one update; null, without bound, unless given. */
  growthRate?: number | null;
  /** Whether the rate is multiplied by √(1 − β₂ᵗ)/(1 − β₁ᵗ); false unless given. */
  biasCorrection?: boolean;
  /** Whether warmup of the rate is kept out of the estimate's denominator; false unless given. */
  safeguardWarmup?: boolean;
}

const rules = {
  learningRate: notNegative,
  beta1: decay,
  beta2: decay,
  beta3: orNull(decay, "√β₂"),
  epsilon: notNegative,
  weightDecay: notNegative,
  d0: fixedPositive,
  dCoefficient: notNegative,
  growthRate: orNull(fixedPositive),
  biasCorrection: flag,
  safeguardWarmup: flag,
};

/**
 * Prodigy: Adam whose rate is ηd, where d grows towards the distance from the start w₀ to the solution:
 * r ← β₃r + ηd²/d₀·⟨g, w₀ − w⟩, s ← β₃s + ηd²/d₀·g, d ← max(d, r/‖s‖₁), with m of dg, v of (dg)², and
 * w ← w − ηd(m/(√v + dε) + λw). Mishchenko & Defazio 2023, arXiv:2306.06101. Memory 4×. d never shrinks, so one large
 * estimate early on keeps all later steps large.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, prodigy({ d0: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.968377: d₀(1 − β₁)/√(1 − β₂) = 0.031623
 */
export const prodigy: Recipe<ProdigyOptions> = defineRecipe<ProdigyOptions>({
  name: "prodigy",
  command: "prodigy",
  summary: "Adam that finds its own rate from how far it has come",
  formula: "s ← β₃s + ηd²/d₀·g, r ← β₃r + ηd²/d₀·⟨g, w₀ − w⟩, d ← max(d, r/‖s‖₁), w ← w − ηd m/(√v + dε)",
  source: "Mishchenko & Defazio 2023, arXiv:2306.06101",
  memory: "4×, and three numbers a parameter",
  whenToUse: "Where there is no time to search for a rate; with a schedule that starts at 1",
  knownIssue: "d never shrinks: one large estimate early on keeps all later steps large",
  rules,
  defaults: {
    learningRate: 1,
    beta1: 0.9,
    beta2: 0.999,
    beta3: null,
    epsilon: 1e-8,
    weightDecay: 0,
    d0: 1e-6,
    dCoefficient: 1,
    growthRate: null,
    biasCorrection: false,
    safeguardWarmup: false,
  },
  settings: {
    ravine: { learningRate: cosine({ peak: 1, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 1, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 1, total: 5000 }) },
  },
  build: ({ beta3, d0, growthRate, biasCorrection, safeguardWarmup, ...config }) => [
    modelTransform({
      name: "prodigy",
      config: { ...config, biasCorrection, safeguardWarmup },
      rules,
      slots: {
        m: zeroed,
        v: zeroed,
        s: zeroed,
        w0: copied,
        d: scalarSlot(d0),
        dMax: scalarSlot(d0),
        r: scalarSlot(0),
      },
      counters: { mDecay: 1, vDecay: 1 },
      knobs: ({ learningRate, beta1, beta2, counters }) => {
        counters.mDecay *= beta1;
        counters.vDecay *= beta2;
        const correction = biasCorrection ? Math.sqrt(1 - counters.vDecay) / (1 - counters.mDecay) : 1;
        return {
          rate: learningRate * correction,
          mGain: 1 - beta1,
          vGain: 1 - beta2,
          kept: beta3 ?? Math.sqrt(beta2),
        };
      },
      updateAll: ({ parts, beta1, beta2, epsilon, weightDecay, dCoefficient, rate, mGain, vGain, kept }) => {
        const [d, dMax, oldR] = [parts[0].d, parts[0].dMax, parts[0].r].map(sharedNumber);
        const stepRate = d.mul(rate);
        const weight = d.div(d0);
        const travelled = total(parts.map(({ update, parameter, w0 }) => update.mul(w0.sub(parameter)).sum()));
        const r = oldR.mul(kept).add(weight.mul(stepRate).mul(travelled));
        const sGain = weight.mul(safeguardWarmup ? d : stepRate);
        const sums = parts.map(({ update, s }) => s.mul(kept).add(update.mul(sGain)));
        const size = total(sums.map((s) => s.abs().sum()));
        const estimate = where(size.gt(0), r.mul(dCoefficient).div(size), size.literal(0));
        const nextMax = dMax.maximum(estimate);
        // A first estimate may jump; later ones are held to the growth rate.
        const base = where(d.eq(d.literal(d0)), d.maximum(estimate), d);
        const next = growthRate === null ? nextMax : nextMax.minimum(base.mul(growthRate));
        return parts.map(({ update, parameter, m: oldM, v: oldV, w0, ...slots }, index) => {
          const scaled = update.mul(d);
          const m = oldM.mul(beta1).add(scaled.mul(mGain));
          const v = oldV.mul(beta2).add(scaled.square().mul(vGain));
          const direction = m.div(v.sqrt().add(next.mul(epsilon))).add(parameter.mul(weightDecay));
          return {
            update: direction.mul(stepRate.neg()),
            m,
            v,
            s: sums[index],
            w0,
            d: shared(next, slots.d),
            dMax: shared(nextMax, slots.d),
            r: shared(r, slots.d),
          };
        });
      },
    }),
  ],
});
