import { ThalwegError } from "../../errors/thalweg-error.ts";
import { type Hyper, modelTransform, scaleByLearningRate, type Transform } from "../../optimizers/index.ts";
import { finite, notNegative, oneOf } from "../../optimizers/options.ts";
import { where } from "../../tensor/index.ts";
import { type Convention, defineConvention } from "../convention.ts";

const variants = ["sps", "sps+"] as const;

export interface OptaxPolyakSgdOptions {
  /** γ, the largest rate; 1 unless given. */
  maxLearningRate?: Hyper;
  /** s, what gradients are multiplied by beforehand; 1 unless given. */
  scaling?: Hyper;
  /** f*, a lower bound of the loss, Optax's `f_min`; 0 unless given. */
  minimum?: Hyper;
  /** ε beside the squared norm; 0 unless given. */
  epsilon?: Hyper;
  /** "sps+" counts a loss below f* as f*, so that no step goes uphill; "sps" unless given. */
  variant?: (typeof variants)[number];
}

type PolyakStep = Required<Omit<OptaxPolyakSgdOptions, "scaling">>;

/** Optax takes no step where the squared norm is no more than float64's rounding. */
const smallestSquare = 2 ** -52;

const scaleByPolyak = ({ variant, ...config }: PolyakStep): Transform =>
  modelTransform({
    name: "scaleByPolyak",
    config: { ...config, variant },
    rules: { maxLearningRate: notNegative, minimum: finite, epsilon: notNegative },
    updateAll: ({ parts, loss, maxLearningRate, minimum, epsilon }) => {
      if (!loss) throw new ThalwegError("trace", "optax.polyakSgd: needs the loss; pass { loss } to step");
      const squares = parts.map(({ update }) => update.square().sum()).reduce((sum, each) => sum.add(each));
      const divisor = squares.add(epsilon);
      const gap = loss.toType(minimum.dtype).sub(minimum);
      const rate = (variant === "sps+" ? gap.maximum(gap.literal(0)) : gap).div(divisor).minimum(maxLearningRate);
      const step = where(divisor.le(divisor.literal(smallestSquare)), rate.literal(0), rate);
      return parts.map(({ update }) => ({ update: update.mul(step) }));
    },
  });

/**
 * `optax.polyak_sgd`: w ← w − s·min((f − f*)/(‖s·g‖² + ε), γ)g, with the norm over all parameters and the loss f of
 * the same batch, which `step` must be given. Loizou et al. 2021, arXiv:2002.10542. Keeps no state. Where f* is too
 * low, steps are too long.
 *
 * @example
 * const weights = { w: Float64Array.of(3, 4) };
 * const optimizer = new Optimizer(weights, optax.polyakSgd());
 * optimizer.step({ w: [6, 8] }, { loss: 25 });
 * weights.w; // [1.5, 2]: halfway to the minimum of ‖w‖²
 */
export const polyakSgd: Convention<OptaxPolyakSgdOptions> = defineConvention<OptaxPolyakSgdOptions>({
  library: "optax",
  name: "polyakSgd",
  original: "optax.polyak_sgd",
  formula: "w ← w − s·min((f − f*)/(‖s·g‖² + ε), γ)g, no step where ‖s·g‖² + ε ≤ 2⁻⁵²",
  differences: [
    "Ours has no such rule",
    "The norm is that of s·g, so that a smaller s makes steps longer until γ bounds them, where Optax's own description has ‖g‖²",
  ],
  rules: {
    maxLearningRate: notNegative,
    scaling: notNegative,
    minimum: finite,
    epsilon: notNegative,
    variant: oneOf(variants),
  },
  defaults: {
    maxLearningRate: 1,
    scaling: 1,
    minimum: 0,
    epsilon: 0,
    variant: "sps",
  },
  build: ({ scaling, ...step }) => [scaleByLearningRate(scaling), scaleByPolyak(step)],
});
