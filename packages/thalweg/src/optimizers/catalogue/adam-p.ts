import { type Tensor, where } from "../../tensor/index.ts";
import { decay, flag, notNegative, oneOf, share } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, transform, zeroed } from "../transform.ts";

export interface AdamPOptions {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** β₁; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂; 0.999 unless given. */
  beta2?: Hyper;
  /** ε beside the root; 1e-8 unless given. */
  epsilon?: Hyper;
  /** λ of decoupled decay; 0 unless given. */
  weightDecay?: Hyper;
  /** δ, how close to orthogonal g and w must be for w to count as scale-invariant; 0.1 unless given. */
  delta?: Hyper;
  /** The share of λ that scale-invariant weights get; 0.1 unless given. */
  decayRatio?: Hyper;
  /** Whether the newest gradient is mixed into m once more; false unless given. */
  nesterov?: boolean;
  /** The axis of channels that may be scale-invariant one by one; "last", as layers here have it, unless given. */
  channels?: "first" | "last";
}

const scalingRules = {
  beta1: decay,
  beta2: decay,
  epsilon: notNegative,
  weightDecay: notNegative,
  delta: notNegative,
  decayRatio: share,
  nesterov: flag,
  channels: oneOf(["first", "last"]),
};

type Direction = {
  readonly [P in "update" | "gradient" | "parameter" | "delta" | "decayRatio" | "weightDecay" | "epsilon"]: Tensor;
};

/** The axes that one channel spreads over, and all of them. */
const viewsOf = (axes: number, channels: "first" | "last"): readonly (readonly number[])[] => {
  const all = Array.from({ length: axes }, (_, axis) => axis);
  return axes < 2 ? [] : [channels === "first" ? all.slice(1) : all.slice(0, -1), all];
};

/**
 * The direction without what only changes the length of w, by channel or else as a whole, where |cos(g, w)| stays
 * below δ/√n; and the decay that goes with it.
 */
const projected = (
  { update, gradient, parameter: w, delta, decayRatio, weightDecay, epsilon }: Direction,
  channels: "first" | "last",
): Tensor => {
  const length = (x: Tensor, axes: readonly number[]): Tensor => x.square().sum(axes, { keepDims: true }).sqrt();
  const views = viewsOf(w.shape.length, channels).map((axes) => {
    const size = axes.reduce((count, axis) => count * w.shape[axis], 1);
    const scale = length(gradient, axes).maximum(epsilon).mul(length(w, axes).maximum(epsilon));
    const cosine = gradient.mul(w).sum(axes, { keepDims: true }).abs().div(scale);
    const unit = w.div(length(w, axes).add(epsilon));
    const along = unit.mul(update).sum(axes, { keepDims: true });
    return {
      isInvariant: cosine.max().lt(delta.mul(1 / Math.sqrt(size))),
      direction: update.sub(unit.mul(along)).add(w.mul(weightDecay.mul(decayRatio))),
    };
  });
  const plain = update.add(w.mul(weightDecay));
  return views.reduceRight((rest, { isInvariant, direction }) => where(isInvariant, direction, rest), plain);
};

/**
 * AdamP: w ← w − η(Π(u) + λw) with Adam's step u = m̂√(1 − β₂ᵗ)/(√v + ε). Where w is scale-invariant, as before batch
 * normalization, Π takes out the part of u along w, which would only make w longer and later steps smaller, and λ
 * shrinks to its tenth; elsewhere Π(u) = u. Heo et al. 2021, arXiv:2006.08217. Memory 2×. Vectors are never projected,
 * and a matrix whose gradient happens to be nearly orthogonal to it is.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(3, 4), shape: [2, 1] } };
 * new Optimizer(weights, adamP({ learningRate: 0.01 })).step({ w: [4, -3] });
 * weights.w.data; // Float64Array [2.9888, 4.0084]: (1, −1) less its part along (3, 4)/5
 */
export const adamP: Recipe<AdamPOptions> = defineRecipe<AdamPOptions>({
  name: "adamP",
  command: "adamp",
  summary: "Adam that does not lengthen weights whose length does not matter",
  formula: "w ← w − η(u − ŵ⟨ŵ, u⟩) where |cos(g, w)| < δ/√n, else w − ηu, with Adam's step u and ŵ = w/‖w‖",
  source: "Heo et al. 2021, arXiv:2006.08217",
  memory: "2×",
  whenToUse: "Networks whose layers are followed by batch or layer normalization",
  knownIssue: "A matrix whose gradient happens to be nearly orthogonal to it is projected, too",
  rules: { learningRate: notNegative, ...scalingRules },
  defaults: {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0,
    delta: 0.1,
    decayRatio: 0.1,
    nesterov: false,
    channels: "last",
  },
  settings: {
    ravine: { learningRate: 0.01 },
    rosenbrock: { learningRate: 0.01 },
    booth: { learningRate: 0.01 },
  },
  build: ({ learningRate, channels, nesterov, ...config }) => [
    transform({
      name: "scaleByAdamP",
      config: { ...config, channels, nesterov },
      rules: scalingRules,
      scope: "tensor",
      slots: { m: zeroed, v: zeroed },
      counters: { mDecay: 1, vDecay: 1 },
      knobs: ({ beta1, beta2, counters }) => {
        counters.mDecay *= beta1;
        counters.vDecay *= beta2;
        return {
          mGain: 1 - beta1,
          vGain: 1 - beta2,
          scale: Math.sqrt(1 - counters.vDecay) / (1 - counters.mDecay),
        };
      },
      update: ({ update: gradient, parameter, m: oldM, v: oldV, beta1, beta2, mGain, vGain, scale, ...others }) => {
        const m = oldM.mul(beta1).add(gradient.mul(mGain));
        const v = oldV.mul(beta2).add(gradient.square().mul(vGain));
        const ahead = nesterov ? m.mul(beta1).add(gradient.mul(mGain)) : m;
        const update = ahead.mul(scale).div(v.sqrt().add(others.epsilon));
        return { update: projected({ ...others, update, gradient, parameter }, channels), m, v };
      },
    }),
    rateStage(learningRate),
  ],
});
