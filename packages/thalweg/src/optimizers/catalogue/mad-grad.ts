import { cosine } from "../../schedules/index.ts";
import { decay, notNegative } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { copied, type Hyper, transform, zeroed } from "../transform.ts";

export interface MadGradOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** How much of the way to z is left out at each step; 0.9 unless given, and 0 for dual averaging alone. */
  momentum?: Hyper;
  /** ε beside the cube root, also added to η; 1e-6 unless given. */
  epsilon?: Hyper;
}

const rules = { learningRate: notNegative, momentum: decay, epsilon: notNegative };

/**
 * MADGRAD: gradients summed up with growing weights λ = (η + ε)√t, s ← s + λg, v ← v + λg², and a point
 * z = w₀ − s/(∛v + ε) measured from the start w₀, w ← βw + (1 − β)z. Defazio & Jelassi 2021, arXiv:2101.11075, whose
 * own code adds ε to η, too. Memory 3×. Weight decay that works for Adam is far too strong for it.
 *
 * @example
 * const weights = { w: Float64Array.of(5) };
 * new Optimizer(weights, madGrad({ learningRate: 0.001, momentum: 0, epsilon: 0 })).step({ w: [8] });
 * weights.w[0]; // 4.98: z = w₀ − λg/∛(λg²) = w₀ − ∛(λ²g)
 */
export const madGrad: Recipe<MadGradOptions> = defineRecipe<MadGradOptions>({
  name: "madGrad",
  command: "madgrad",
  summary: "Momentum towards the dual average of all gradients, scaled by a cube root",
  formula: "s ← s + λg, v ← v + λg², z = w₀ − s/(∛v + ε), w ← βw + (1 − β)z, with λ = (η + ε)√t",
  source: "Defazio & Jelassi 2021, arXiv:2101.11075",
  memory: "3×",
  whenToUse: "Where Adam generalizes worse than gradient descent with momentum; sparse gradients",
  knownIssue: "Weight decay that works for Adam is far too strong for it",
  rules,
  defaults: { learningRate: 1e-3, momentum: 0.9, epsilon: 1e-6 },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: cosine({ peak: 0.01, total: 5000 }) },
    booth: { learningRate: 0.01 },
  },
  build: (config) => [
    transform({
      name: "madGrad",
      config,
      rules,
      slots: { s: zeroed, v: zeroed, w0: copied },
      knobs: ({ step, learningRate, momentum, epsilon }) => ({
        lambda: (learningRate === 0 ? 0 : learningRate + epsilon) * Math.sqrt(step),
        gain: 1 - momentum,
      }),
      update: ({ update, parameter, s: oldS, v: oldV, w0, epsilon, lambda, gain }) => {
        const s = oldS.add(update.mul(lambda));
        const v = oldV.add(update.square().mul(lambda));
        const z = w0.sub(s.div(v.pow(1 / 3).add(epsilon)));
        return { update: z.sub(parameter).mul(gain), s, v, w0 };
      },
    }),
  ],
});
