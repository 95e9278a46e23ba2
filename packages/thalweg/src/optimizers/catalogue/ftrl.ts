import { type Tensor, where } from "../../tensor/index.ts";
import { fixedNotNegative, fixedNotPositive, notNegative, oneOf, positive } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { filled, type Hyper, type Transform, transform, zeroed } from "../transform.ts";

export interface FtrlOptions {
  /** η > 0; 1e-3 unless given. */
  learningRate?: Hyper;
  /** p ≤ 0 of n^(−p), by which the rate falls; −0.5, a root as in AdaGrad, unless given. */
  learningRatePower?: number;
  /** What n starts with; 0.1 unless given. */
  initialAccumulator?: number;
  /** λ₁ of the penalty λ₁‖w‖₁, which sets small weights to exactly 0; 0 unless given. */
  l1?: Hyper;
  /** λ₂ of the penalty λ₂‖w‖², which steadies the step; half the paper's λ₂; 0 unless given. */
  l2?: Hyper;
  /** λ of a penalty λ‖w‖² added to the loss: 2λw joins the gradient, though not n; 0 unless given. */
  l2Shrinkage?: Hyper;
  /** β of the rate η/(β + √n); 0 unless given, 1 in the paper. */
  beta?: Hyper;
  /**
   * Where the proximal terms hold weights: where they are ("weights", unless given), or partly at 0 ("origin", as in
   * TensorFlow and Keras), which pulls them there by the first update and whenever the rate falls. The same for
   * weights that start at 0 under one rate, as in the paper.
   */
  center?: "weights" | "origin";
}

export const ftrlRules = {
  learningRate: positive,
  learningRatePower: fixedNotPositive,
  initialAccumulator: fixedNotNegative,
  l1: notNegative,
  l2: notNegative,
  l2Shrinkage: notNegative,
  beta: notNegative,
  center: oneOf(["weights", "origin"]),
};

/** The stage of options that were checked already; `weightDecay` shrinks w by ηλw before everything else. */
export const ftrlStage = ({
  initialAccumulator,
  learningRatePower,
  center,
  ...hyper
}: Required<FtrlOptions> & { readonly weightDecay: Hyper }): Transform =>
  transform({
    name: "followTheRegularizedLeader",
    config: { ...hyper, center },
    rules: { ...ftrlRules, weightDecay: notNegative },
    slots: { n: filled(initialAccumulator), z: zeroed },
    // 1/η and β/η of the step before; 0 before the first.
    counters: { perRate: 0, beta: 0 },
    knobs: ({ learningRate, l2, l2Shrinkage, beta, weightDecay, counters }) => {
      const perRate = 1 / learningRate;
      const before = { ...counters };
      Object.assign(counters, { perRate, beta: beta * perRate });
      return {
        perRate,
        perRateBefore: center === "weights" ? before.perRate : perRate,
        betaGrowth: center === "weights" ? beta * perRate - before.beta : 0,
        curvature: 2 * l2 + beta * perRate,
        shrinkage: 2 * l2Shrinkage,
        kept: 1 - learningRate * weightDecay,
      };
    },
    update: (context) => {
      const { update: g, parameter, l1, perRate, perRateBefore, betaGrowth, curvature, shrinkage, kept } = context;
      const powered = (n: Tensor): Tensor => (learningRatePower === -0.5 ? n.sqrt() : n.pow(-learningRatePower));
      const n = context.n.add(g.square());
      const w = parameter.mul(kept);
      const sigma = powered(n).mul(perRate).sub(powered(context.n).mul(perRateBefore)).add(betaGrowth);
      const z = context.z.add(g.add(w.mul(shrinkage)).sub(sigma.mul(w)));
      const divisor = powered(n).mul(perRate).add(curvature);
      const leader = z.clamp(l1.neg(), l1).sub(z).div(divisor);
      return { update: where(divisor.gt(0), leader, w).sub(parameter), n, z };
    },
  });

/**
 * FTRL-Proximal: n ← n + g², z ← z + g − (√n − √n_old)/η · w, w ← (clip(z, ±λ₁) − z)/((β + √n)/η + 2λ₂): AdaGrad
 * that minimizes the sum of all linearized losses and penalties anew at each step, so that λ₁ makes weights
 * exactly 0. McMahan et al. 2013, "Ad Click Prediction". Memory 2×. The rate shrinks towards 0 as n grows.
 *
 * @example
 * const weights = { w: Float64Array.of(0, 0) };
 * new Optimizer(weights, ftrl({ learningRate: 0.1, l1: 1, initialAccumulator: 0 })).step({ w: [4, 0.5] });
 * weights.w; // [-0.075, 0]
 */
export const ftrl: Recipe<FtrlOptions> = defineRecipe<FtrlOptions>({
  name: "ftrl",
  command: "ftrl",
  summary: "AdaGrad with weights that an L1 penalty makes exactly 0",
  formula: "n ← n + g², z ← z + g − (√n − √n_old)/η · w, w ← (clip(z, ±λ₁) − z)/((β + √n)/η + 2λ₂)",
  source: "McMahan et al. 2013, “Ad Click Prediction: a View from the Trenches”",
  memory: "2×",
  whenToUse: "Linear models of very many sparse inputs, where most weights should be 0",
  knownIssue: "The rate shrinks towards 0 as n grows without end, as AdaGrad's does",
  rules: ftrlRules,
  defaults: {
    learningRate: 1e-3,
    learningRatePower: -0.5,
    initialAccumulator: 0.1,
    l1: 0,
    l2: 0,
    l2Shrinkage: 0,
    beta: 0,
    center: "weights",
  },
  settings: {
    ravine: { learningRate: 1 },
    rosenbrock: { learningRate: 0.5, steps: 20_000 },
    booth: { learningRate: 1 },
    garments: { learningRate: 0.1 },
  },
  build: (options) => [ftrlStage({ ...options, weightDecay: 0 })],
});
