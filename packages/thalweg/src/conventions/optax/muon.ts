import { addDecayedWeights, type Hyper, route, scaleByLearningRate, scaleByMuon } from "../../optimizers/index.ts";
import { count, decay, fixedNumbers, flag, notNegative } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamw } from "./adamw.ts";

export interface OptaxMuonOptions {
  /** η of both optimizers; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
  /** β of Muon's average; 0.95 unless given. */
  momentum?: Hyper;
  /** Whether both look one step ahead; true unless given. */
  nesterov?: boolean;
  /** ε of both; 1e-8 unless given. */
  epsilon?: Hyper;
  /** How many Newton–Schulz steps; 5 unless given. */
  newtonSchulzSteps?: number;
  /** a, b, c of each step's polynomial; 3.4445, −4.775, 2.0315 unless given. */
  coefficients?: readonly [number, number, number];
  /** λ of matrices; 0 unless given. */
  weightDecay?: Hyper;
  /** β₁ of Adam; 0.9 unless given. */
  beta1?: Hyper;
  /** β₂ of Adam; 0.999 unless given. */
  beta2?: Hyper;
  /** Added inside Adam's root; 0 unless given. */
  epsilonRoot?: Hyper;
  /** λ of all that is no matrix; 0 unless given. */
  adamWeightDecay?: Hyper;
}

/**
 * `optax.contrib.muon`: Muon for matrices, with m and g corrected as NAdam's, and `optax.adamw` with `nesterov` for
 * everything else, at the same rate. Memory 1× for matrices, 2× for the rest.
 *
 * @example
 * const weights = { b: Float64Array.of(5) };
 * new Optimizer(weights, optax.muon({ learningRate: 0.1 })).step({ b: [10] });
 * weights.b[0]; // 4.852632
 */
export const muon: Convention<OptaxMuonOptions> = defineConvention<OptaxMuonOptions>({
  library: "optax",
  name: "muon",
  original: "optax.contrib.muon",
  formula: "w ← w − η(√max(1, n/m)·O(βm/(1 − βᵗ⁺¹) + (1 − β)g/(1 − βᵗ)) + λw), O by Newton–Schulz; AdamW for vectors",
  differences: [
    "m and g are corrected, βm/(1 − βᵗ⁺¹) + (1 − β)g/(1 − βᵗ); ours takes βm + (1 − β)g",
    "What is no matrix goes to AdamW with `nesterov`; ours takes matrices only and leaves the rest to `route`",
    "ε is 1e-8; ours 1e-7",
  ],
  rules: {
    learningRate: notNegative,
    momentum: decay,
    nesterov: flag,
    epsilon: notNegative,
    newtonSchulzSteps: count,
    coefficients: fixedNumbers(3),
    weightDecay: notNegative,
    beta1: decay,
    beta2: decay,
    epsilonRoot: notNegative,
    adamWeightDecay: notNegative,
  },
  defaults: {
    learningRate: 1e-3,
    momentum: 0.95,
    nesterov: true,
    epsilon: 1e-8,
    newtonSchulzSteps: 5,
    coefficients: [3.4445, -4.775, 2.0315],
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.999,
    epsilonRoot: 0,
    adamWeightDecay: 0,
  },
  build: ({
    learningRate,
    nesterov,
    epsilon,
    weightDecay,
    beta1,
    beta2,
    epsilonRoot,
    adamWeightDecay,
    ...matrices
  }) => [
    route([
      {
        match: (_, shape) => shape.length === 2,
        name: "muon",
        use: {
          kind: "chain",
          stages: [
            scaleByMuon({ ...matrices, nesterov, epsilon, biasCorrection: true }),
            ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
            scaleByLearningRate(learningRate),
          ],
        },
      },
      {
        match: () => true,
        name: "adam",
        use: adamw({ learningRate, beta1, beta2, epsilon, epsilonRoot, weightDecay: adamWeightDecay, nesterov }),
      },
    ]),
  ],
});
