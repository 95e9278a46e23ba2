import { cosine } from "../../schedules/index.ts";
import { where } from "../../tensor/index.ts";
import { decay, fixedPositive, notNegative, orNull } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { shared, sharedNumber, total } from "../shared-number.ts";
import { copied, type Hyper, modelTransform, scalarSlot, zeroed } from "../transform.ts";

export interface DAdaptSgdOptions {
  /** η, which multiplies the distance d; 1 unless given, or a schedule that starts at 1. */
  learningRate?: Hyper;
  /** How much of the way to z is left out at each step; 0.9 unless given. */
  momentum?: Hyper;
  /** The first d, smaller than any distance to expect; 1e-6 unless given. */
  d0?: number;
  /** By how much d may grow in one update; null, without bound, unless given. */
  growthRate?: number | null;
}

const rules = { learningRate: notNegative, momentum: decay, d0: fixedPositive, growthRate: orNull(fixedPositive) };

/**
 * D-Adaptation of gradient descent: with γ = ηd/‖g₁‖, where d estimates the distance to the solution and only
 * grows, r ← r + γ⟨g, s⟩, s ← s + γg, d ← max(d, 2r/‖s‖), z = w₀ − s, w ← βw + (1 − β)z. Defazio & Mishchenko 2023,
 * arXiv:2301.07733. Memory 2×. All rates are measured by the first gradient g₁, which one odd batch can spoil, and on
 * networks d often grows too far: `dAdaptAdam` and `prodigy` hold there.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, dAdaptSgd({ d0: 0.01 })).step({ w: [10] });
 * weights.w[0]; // 4.999: d₀(1 − β) towards z
 */
export const dAdaptSgd: Recipe<DAdaptSgdOptions> = defineRecipe<DAdaptSgdOptions>({
  name: "dAdaptSgd",
  command: "dadapt-sgd",
  summary: "Gradient descent that finds its own rate from an estimate of the distance to go",
  formula: "s ← s + γg, d ← max(d, 2r/‖s‖), z = w₀ − s, w ← βw + (1 − β)z, with r the sum of γ⟨g, s⟩ and γ = ηd/‖g₁‖",
  source: "Defazio & Mishchenko 2023, arXiv:2301.07733",
  memory: "2×, and three numbers a parameter",
  whenToUse: "Where gradient descent with momentum works, and there is no time to search for a rate",
  knownIssue: "On networks d often grows too far, where dAdaptAdam and prodigy hold; the first gradient sets all rates",
  rules,
  defaults: { learningRate: 1, momentum: 0.9, d0: 1e-6, growthRate: null },
  settings: {
    ravine: { learningRate: cosine({ peak: 1, total: 5000 }) },
    rosenbrock: { learningRate: cosine({ peak: 0.1, total: 5000 }) },
    booth: { learningRate: cosine({ peak: 1, total: 5000 }) },
  },
  build: ({ d0, growthRate, ...config }) => [
    modelTransform({
      name: "dAdaptSgd",
      config,
      rules,
      slots: { s: zeroed, w0: copied, d: scalarSlot(d0), r: scalarSlot(0), g1: scalarSlot(0) },
      knobs: ({ momentum }) => ({ gain: 1 - momentum }),
      updateAll: ({ parts, learningRate, gain }) => {
        const [d, oldR, oldG1] = [parts[0].d, parts[0].r, parts[0].g1].map(sharedNumber);
        const norm = total(parts.map(({ update }) => update.square().sum())).sqrt();
        const g1 = where(oldG1.gt(0), oldG1, norm);
        const rate = where(g1.gt(0), d.mul(learningRate).div(g1), g1.literal(0));
        const r = oldR.add(total(parts.map(({ update, s }) => update.mul(s).sum())).mul(rate));
        const sums = parts.map(({ update, s }) => s.add(update.mul(rate)));
        const size = total(sums.map((s) => s.square().sum())).sqrt();
        const estimate = where(size.gt(0), r.mul(2).div(size), size.literal(0));
        const next = d.maximum(growthRate === null ? estimate : estimate.minimum(d.mul(growthRate)));
        return parts.map(({ parameter, w0, ...slots }, index) => ({
          update: w0.sub(sums[index]).sub(parameter).mul(gain),
          s: sums[index],
          w0,
          d: shared(next, slots.d),
          r: shared(r, slots.d),
          g1: shared(g1, slots.d),
        }));
      },
    }),
  ],
});
