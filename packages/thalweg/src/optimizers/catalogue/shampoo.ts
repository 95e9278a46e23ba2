import type { Shape } from "../../graph/index.ts";
import { inverseRoot } from "../matrices/inverse-root.ts";
import { gramOf, multiplied, packed, packedShape, type Side, sidesOf, squaresOf, unpacked } from "../matrices/sides.ts";
import { count, decay, hyper, notNegative, positive, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { momentumStage } from "../stages/accumulate-momentum.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { filled, type Hyper, type Transform, transform } from "../transform.ts";

export interface ShampooScaling {
  /** β of the statistics, H ← βH + (1 − β)GGᵀ; 1, their sum as in the paper, unless given. */
  beta2?: Hyper;
  /** ε in H + εI; 1e-4 unless given: less lets the rounding of float32 show. */
  epsilon?: Hyper;
  /** Every how many updates the roots are computed, from the first on; 1 unless given. */
  preconditionFrequency?: number;
  /** Longer sides keep only the diagonal of their statistics; 512 unless given. */
  maxPreconditionDimension?: number;
}

export interface ShampooOptions extends ShampooScaling {
  /** η; 0.1 unless given. */
  learningRate?: Hyper;
  /** β of momentum on the preconditioned gradient; 0, and none then, unless given. */
  momentum?: Hyper;
  /** λ, decoupled; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = {
  beta2: hyper("in (0, 1]", (value) => value > 0 && value <= 1),
  epsilon: positive,
  preconditionFrequency: count,
  maxPreconditionDimension: count,
};
const scalingDefaults = { beta2: 1, epsilon: 1e-4, preconditionFrequency: 1, maxPreconditionDimension: 512 };

/** Numbers are vectors of one element. */
const axesOf = (shape: Shape): Shape => (shape.length === 0 ? [1] : shape);

/**
 * Shampoo's scaling of a tensor with k axes: Hᵢ ← Hᵢ + GᵢGᵢᵀ for each, Gᵢ with axis i first and the others flattened;
 * u is multiplied along each axis by (Hᵢ + εI)^(−1/2k). Gupta, Koren & Singer 2018, arXiv:1802.09568. Memory
 * 2(m² + n²) numbers for an [m, n] matrix.
 *
 * @example
 * const shampooOfOnesOwn = chain(scaleByShampoo({ beta2: 0.99 }), scaleByLearningRate(1e-2));
 */
export const scaleByShampoo = (options: ShampooScaling = {}): Transform =>
  shampooStage(readOptions("scaleByShampoo", options, scalingRules, scalingDefaults));

const shampooStage = ({ maxPreconditionDimension: largest, ...config }: Required<ShampooScaling>): Transform => {
  const sides = (shape: Shape): readonly Side[] => sidesOf(axesOf(shape), Number.POSITIVE_INFINITY);
  const factors = (shape: Shape): readonly Shape[] =>
    axesOf(shape).map((size) => (size <= largest ? [size, size] : [size]));
  const slot = filled(0, (shape) => packedShape(factors(shape)));
  return transform({
    name: "scaleByShampoo",
    config,
    rules: scalingRules,
    scope: "tensor",
    slots: { h: slot, roots: slot },
    knobs: ({ beta2 }) => ({ gain: beta2 === 1 ? 1 : 1 - beta2 }),
    occasions: { renew: ({ step, preconditionFrequency }) => (step - 1) % preconditionFrequency === 0 },
    update: ({ update, h: oldH, roots: oldRoots, renew, beta2, epsilon, gain }) => {
      const own = sides(update.shape);
      const x = update.reshape(axesOf(update.shape));
      const h = unpacked(oldH, factors(update.shape)).map((old, axis) => {
        const fresh = old.shape.length === 2 ? gramOf(x, own[axis]) : squaresOf(x, own[axis]);
        return old.mul(beta2).add(fresh.mul(gain));
      });
      const p = 2 * own.length;
      const roots = renew
        ? h.map((factor) =>
            factor.shape.length === 2
              ? inverseRoot(factor, epsilon, p)
              : factor.add(epsilon).pow(factor.literal(-1 / p)),
          )
        : unpacked(oldRoots, factors(update.shape));
      const scaled = own.reduce((result, side) => {
        const root = roots[side.axis];
        if (root.shape.length === 2) return multiplied(result, side, root);
        return result.mul(root.reshape(result.shape.map((_, axis) => (axis === side.axis ? side.size : 1))));
      }, x);
      return { update: scaled.reshape(update.shape), h: packed(h), roots: packed(roots) };
    },
  });
};

/**
 * Shampoo: w ← w − η L^(−1/4) G R^(−1/4) with L ← L + GGᵀ, R ← R + GᵀG: AdaGrad that knows how rows and how columns of a
 * matrix go together; vectors take H^(−1/2), which is AdaGrad with the full matrix, tensors with k axes −1/2k for each.
 * Gupta, Koren & Singer 2018, arXiv:1802.09568. Memory 2(m² + n²)/mn× for an [m, n] matrix, 2n× for a vector of
 * n. Every renewal costs eigendecompositions, in the third power of the sides: raise preconditionFrequency for layers beyond a few hundred
 * units. Like AdaGrad's, its steps shrink for ever, unless beta2 is below 1.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(1, 0, 0, 1), shape: [2, 2] } };
 * new Optimizer(weights, shampoo({ learningRate: 0.1 })).step({ w: [4, 0, 0, 9] });
 * weights.w.data; // [0.9, 0, 0, 0.9], but for ε
 */
export const shampoo: Recipe<ShampooOptions> = defineRecipe<ShampooOptions>({
  name: "shampoo",
  command: "shampoo",
  summary: "AdaGrad that knows how rows, and how columns, of a matrix go together",
  formula: "L ← L + GGᵀ, R ← R + GᵀG, w ← w − η(L + εI)^(−1/4) G (R + εI)^(−1/4)",
  source: "Gupta, Koren & Singer 2018, arXiv:1802.09568",
  memory: "2(m² + n²)/mn× for an [m, n] matrix, 4× where it is square; 2n× for a vector of n",
  whenToUse: "Small layers whose gradients are strongly correlated",
  knownIssue: "Eigendecompositions cost the third power of a layer's sides; raise preconditionFrequency for large ones",
  rules: { learningRate: notNegative, ...scalingRules, momentum: decay, weightDecay: notNegative },
  defaults: { learningRate: 0.1, ...scalingDefaults, momentum: 0, weightDecay: 0 },
  settings: {
    ravine: { learningRate: 1 },
    rosenbrock: { learningRate: 0.3, momentum: 0.9 },
    booth: { learningRate: 1 },
  },
  build: ({ learningRate, momentum, weightDecay, ...scaling }) => [
    shampooStage(scaling),
    ...(momentum === 0
      ? []
      : [momentumStage({ beta: momentum, dampening: 0, biasCorrection: false, nesterov: false })]),
    decayStage(weightDecay),
    rateStage(learningRate),
  ],
});
