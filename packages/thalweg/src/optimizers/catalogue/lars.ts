import { cosine } from "../../schedules/index.ts";
import { type Tensor, where } from "../../tensor/index.ts";
import { decay, flag, notNegative, oneOf } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

/**
 * What ‖w‖ is divided by: "sum" ‖g‖ + λ‖w‖ (the paper), "decayed" ‖g + λw‖ (Optax), "gradient" ‖g‖
 * (pytorch_optimizer). The same where λ = 0.
 */
export type TrustRatioForm = (typeof forms)[number];
const forms = ["sum", "decayed", "gradient"] as const;

export interface LarsOptions {
  /** γ; 1e-3 unless given, though 0.1 to 30 is usual. */
  learningRate?: Hyper;
  /** β of v ← βv + γ·ratio·(g + λw); 0.9 unless given. */
  momentum?: Hyper;
  /** Whether the step looks ahead: βv on top of what v just took in; false unless given. */
  nesterov?: boolean;
  /** λ; 0 unless given. */
  weightDecay?: Hyper;
  /** c of the ratio, the share of ‖w‖ that one step may move at γ = 1; 1e-3 unless given. */
  trustCoefficient?: Hyper;
  /** ε beside the ratio's divisor; 0 unless given. */
  epsilon?: Hyper;
  /** "sum" unless given. */
  trustRatio?: TrustRatioForm;
  /** Whether parameters with fewer than two axes are scaled and decayed as well; false unless given. */
  scaleVectors?: boolean;
  /** Whether the rate multiplies what enters v ("rateInside", the paper, unless given) or v itself ("plain"). */
  momentumForm?: "rateInside" | "plain";
  /**
   * What v is before the first update: the first gradient, unscaled, as pytorch_optimizer has it ("gradient", unless
   * given), or 0 as in the paper ("zero").
   */
  initialVelocity?: "gradient" | "zero";
}

const layerRules = {
  weightDecay: notNegative,
  trustCoefficient: notNegative,
  epsilon: notNegative,
  trustRatio: oneOf(forms),
  scaleVectors: flag,
};
const rules = {
  learningRate: notNegative,
  momentum: decay,
  nesterov: flag,
  ...layerRules,
  momentumForm: oneOf(["rateInside", "plain"]),
  initialVelocity: oneOf(["gradient", "zero"]),
};

type Layer = Required<Pick<LarsOptions, keyof typeof layerRules>>;

/** ratio·(g + λw) of one parameter. */
const scaledByLayer = (
  { trustRatio, scaleVectors }: Layer,
  g: Tensor,
  w: Tensor,
  numbers: { readonly weightDecay: Tensor; readonly trustCoefficient: Tensor; readonly epsilon: Tensor },
): Tensor => {
  if (w.shape.length < 2 && !scaleVectors) return g;
  const { weightDecay, trustCoefficient, epsilon } = numbers;
  const decayed = g.add(w.mul(weightDecay));
  const length = w.norm();
  const divisors: Record<TrustRatioForm, () => Tensor> = {
    sum: () => g.norm().add(length.mul(weightDecay)),
    decayed: () => decayed.norm(),
    gradient: () => g.norm(),
  };
  const divisor = divisors[trustRatio]();
  const ratio = length.mul(trustCoefficient).div(divisor.add(epsilon));
  return decayed.mul(where(length.eq(0).or(divisor.eq(0)), ratio.literal(1), ratio));
};

const layerStage = (layer: Layer): Transform =>
  transform({
    name: "scaleByLayer",
    config: layer,
    rules: layerRules,
    scope: "tensor",
    update: ({ update, parameter, ...numbers }) => ({ update: scaledByLayer(layer, update, parameter, numbers) }),
  });

/** Everything at once, for v may start at the gradient as it was before scaling. */
const momentumStage = (options: Required<LarsOptions>): Transform =>
  transform({
    name: "layerWiseMomentum",
    config: options,
    rules,
    scope: "tensor",
    slots: { v: zeroed },
    knobs: ({ step, learningRate }) => {
      const isInside = options.momentumForm === "rateInside";
      const startsAtGradient = options.initialVelocity === "gradient" && step === 1;
      const inside = isInside ? learningRate : 1;
      return { inside, outside: isInside ? -1 : -learningRate, first: startsAtGradient ? inside : 0 };
    },
    update: ({ update: g, parameter, v: old, momentum, inside, outside, first, ...numbers }) => {
      const fresh = scaledByLayer(options, g, parameter, numbers).mul(inside);
      const v = old.add(g.mul(first)).mul(momentum).add(fresh);
      return { update: (options.nesterov ? fresh.add(v.mul(momentum)) : v).mul(outside), v };
    },
  });

/**
 * LARS: v ← βv + γ·c‖w‖/(‖g‖ + λ‖w‖)·(g + λw), w ← w − v: momentum with steps in proportion to each layer's
 * weights. Vectors (biases, norms) take plain momentum. You et al. 2017, arXiv:1708.03888. Memory 1×. It needs
 * warmup, and v starts at the first gradient, unscaled, as in pytorch_optimizer unless `initialVelocity` is "zero".
 *
 * @example
 * const weights = { w: { data: Float64Array.of(3, 4), shape: [1, 2] } };
 * const rule = lars({ learningRate: 10, trustCoefficient: 0.01, initialVelocity: "zero" });
 * new Optimizer(weights, rule).step({ w: [0, 2] });
 * weights.w.data; // [3, 3.5]: a tenth of ‖w‖ = 5
 */
export const lars: Recipe<LarsOptions> = defineRecipe<LarsOptions>({
  name: "lars",
  command: "lars",
  summary: "Momentum with each layer's step in proportion to its weights",
  formula: "v ← βv + γ · c‖w‖/(‖g‖ + λ‖w‖) · (g + λw), w ← w − v",
  source: "You et al. 2017, arXiv:1708.03888",
  memory: "1×",
  whenToUse: "Very large batches of images, with warmup",
  knownIssue: "Vectors take plain momentum at the same rate, so a rate that suits matrices may be too large for them",
  rules,
  defaults: {
    learningRate: 1e-3,
    weightDecay: 0,
    trustCoefficient: 1e-3,
    epsilon: 0,
    trustRatio: "sum",
    scaleVectors: false,
    momentum: 0.9,
    nesterov: false,
    initialVelocity: "gradient",
    momentumForm: "rateInside",
  },
  settings: {
    ravine: { learningRate: 1e-3 },
    rosenbrock: { learningRate: cosine({ peak: 1, total: 20_000 }), scaleVectors: true, steps: 20_000 },
    booth: { learningRate: 1e-2 },
    garments: { learningRate: 0.1, trustCoefficient: 0.1, initialVelocity: "zero" },
  },
  build: (options) => {
    if (options.momentum !== 0) return [momentumStage(options)];
    const { weightDecay, trustCoefficient, epsilon, trustRatio, scaleVectors } = options;
    const layer = { weightDecay, trustCoefficient, epsilon, trustRatio, scaleVectors };
    return [layerStage(layer), rateStage(options.learningRate)];
  },
});
