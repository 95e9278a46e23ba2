import type { Shape } from "../../graph/index.ts";
import { cosine } from "../../schedules/index.ts";
import { orthogonalized, type Quintic } from "../matrices/orthogonalize.ts";
import { count, decay, fixedNumbers, flag, notNegative, oneOf, readOptions } from "../options.ts";
import { defineRecipe, type Recipe } from "../recipe.ts";
import { rateStage } from "../stages/scale-by-learning-rate.ts";
import { decayStage } from "../stages/weight-decay.ts";
import { type Hyper, type Transform, transform, zeroed } from "../transform.ts";

/**
 * How the step of an [m, n] matrix is scaled: "outOverIn", √max(1, n/m), the author's rule where weights are
 * [inputs, outputs] as here; "original", √max(1, m/n), the same where they are [outputs, inputs]; "matchRmsAdam",
 * 0.2·√max(m, n), to reuse Adam's rates (Liu et al. 2025, arXiv:2502.16982); or "none".
 */
export type MuonAdjustment = "outOverIn" | "original" | "matchRmsAdam" | "none";

export interface MuonScaling {
  /** β of m ← βm + (1 − β)g; 0.95 unless given. */
  momentum?: Hyper;
  /** Whether βm + (1 − β)g is orthogonalized instead of m; true unless given. */
  nesterov?: boolean;
  /** Whether m and g are divided by 1 − βᵗ before, m looking ahead by 1 − βᵗ⁺¹; false unless given. */
  biasCorrection?: boolean;
  /** ε beside the norm; 1e-7 unless given. */
  epsilon?: Hyper;
  /** How many Newton–Schulz steps; 5 unless given. */
  newtonSchulzSteps?: number;
  /** a, b, c of each step's polynomial; 3.4445, −4.775, 2.0315 unless given. */
  coefficients?: Quintic;
  /** "outOverIn" unless given. */
  adjustment?: MuonAdjustment;
}

export interface MuonOptions extends MuonScaling {
  /** η; 0.02 unless given. */
  learningRate?: Hyper;
  /** λ, decoupled; 0 unless given. */
  weightDecay?: Hyper;
}

const scalingRules = {
  momentum: decay,
  nesterov: flag,
  biasCorrection: flag,
  epsilon: notNegative,
  newtonSchulzSteps: count,
  coefficients: fixedNumbers(3),
  adjustment: oneOf(["outOverIn", "original", "matchRmsAdam", "none"]),
};
const scalingDefaults: Required<MuonScaling> = {
  momentum: 0.95,
  nesterov: true,
  biasCorrection: false,
  epsilon: 1e-7,
  newtonSchulzSteps: 5,
  coefficients: [3.4445, -4.775, 2.0315],
  adjustment: "outOverIn",
};

const factorOf = (adjustment: MuonAdjustment, [rows, columns]: Shape): number => {
  if (adjustment === "none") return 1;
  if (adjustment === "matchRmsAdam") return 0.2 * Math.sqrt(Math.max(rows, columns));
  return Math.sqrt(Math.max(1, adjustment === "original" ? rows / columns : columns / rows));
};

/**
 * Muon's scaling: m ← βm + (1 − β)u, u ← s·O(βm + (1 − β)u), O the nearest orthogonal matrix as five Newton–Schulz
 * steps find it, s by the shape. Jordan et al. 2024, "Muon: An optimizer for hidden layers". Memory 1×.
 *
 * @example
 * const muonOfOnesOwn = chain(scaleByMuon({ nesterov: false }), scaleByLearningRate(0.02));
 */
export const scaleByMuon = (options: MuonScaling = {}): Transform =>
  muonStage("scaleByMuon", readOptions("scaleByMuon", options, scalingRules, scalingDefaults));

const muonStage = (
  owner: string,
  { newtonSchulzSteps, coefficients, adjustment, ...config }: Required<MuonScaling>,
): Transform => {
  const { nesterov, biasCorrection } = config;
  return transform({
    name: "scaleByMuon",
    config: { ...config, adjustment },
    rules: scalingRules,
    scope: "tensor",
    takes: { owner, says: "matrices", accepts: (shape) => shape.length === 2 },
    slots: { m: zeroed },
    counters: { mDecay: 1 },
    knobs: ({ momentum, counters }) => {
      counters.mDecay *= momentum;
      const now = biasCorrection ? 1 / (1 - counters.mDecay) : 1;
      const next = biasCorrection ? 1 / (1 - counters.mDecay * momentum) : 1;
      const gain = 1 - momentum;
      return { gain, mWeight: nesterov ? momentum * next : now, freshWeight: nesterov ? gain * now : 0 };
    },
    update: ({ update, m: old, momentum, epsilon, gain, mWeight, freshWeight }) => {
      const m = old.mul(momentum).add(update.mul(gain));
      const direction = nesterov ? m.mul(mWeight).add(update.mul(freshWeight)) : m.mul(mWeight);
      const orthogonal = orthogonalized(direction, epsilon, coefficients, newtonSchulzSteps);
      return { update: orthogonal.mul(update.literal(factorOf(adjustment, update.shape))), m };
    },
  });
};

/**
 * Muon: w ← w − η(s·O(βm + (1 − β)g) + λw), m ← βm + (1 − β)g: steps with singular values near 1, so that rare
 * directions of a matrix move as far as common ones. Jordan et al. 2024, "Muon: An optimizer for hidden layers".
 * Memory 1×. It takes matrices only: give vectors, embeddings and the last layer to Adam by route(). Newton–Schulz
 * runs in the weights' own dtype. Its steps do not shrink near the minimum, so the rate must.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(1, 0, 0, 1), shape: [2, 2] } };
 * new Optimizer(weights, muon({ learningRate: 0.1 })).step({ w: [1, 0, 0, 1] });
 * weights.w.data; // [0.8891888, 0, 0, 0.8891888]
 */
export const muon: Recipe<MuonOptions> = defineRecipe<MuonOptions>({
  name: "muon",
  command: "muon",
  summary: "Momentum made orthogonal: every direction of a matrix moves equally far",
  formula: "m ← βm + (1 − β)g, w ← w − η(√max(1, n/m) · O(βm + (1 − β)g) + λw), O by Newton–Schulz",
  source: "Jordan et al. 2024, Muon: An optimizer for hidden layers in neural networks",
  memory: "1×",
  whenToUse: "Weight matrices of hidden layers, with Adam for everything else",
  knownIssue: "Steps keep their size near a minimum, so the rate must decay; it takes matrices only",
  needs: "matrices",
  rules: { learningRate: notNegative, ...scalingRules, weightDecay: notNegative },
  defaults: { learningRate: 0.02, ...scalingDefaults, weightDecay: 0 },
  settings: { matrix: { learningRate: cosine({ peak: 0.02, total: 5000 }) } },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    muonStage("muon", scaling),
    decayStage(weightDecay),
    rateStage(learningRate),
  ],
});
