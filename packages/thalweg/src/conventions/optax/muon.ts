import { addDecayedWeights, chain, type Hyper, route, scaleByLearningRate } from "../../optimizers/index.ts";
import { decay, notNegative, orNull } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { adamw } from "./adamw.ts";
import { type MuonStepOptions, muonStep, muonStepDefaults, muonStepRules } from "./muon-step.ts";

export interface OptaxMuonOptions extends MuonStepOptions {
  /** η of both optimizers; 1e-3 unless given. Optax asks for it. */
  learningRate?: Hyper;
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
  /** η of all that is no matrix; `learningRate` unless given. */
  adamLearningRate?: Hyper | null;
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
    "m and g are corrected, βm/(1 − βᵗ⁺¹) + (1 − β)g/(1 − βᵗ); ours takes βm + (1 − β)g unless `biasCorrection` is true",
    "What is no matrix goes to AdamW with `nesterov`; ours takes matrices only and leaves the rest to `route`",
    "Steps may be multiplied by ⟨m̂, O⟩ (`adaptive`) and matrices scaled down in three other ways (`preconditioning`); ours divides by the norm alone",
    "ε is 1e-8; ours 1e-7",
  ],
  rules: {
    learningRate: notNegative,
    ...muonStepRules,
    weightDecay: notNegative,
    beta1: decay,
    beta2: decay,
    epsilonRoot: notNegative,
    adamWeightDecay: notNegative,
    adamLearningRate: orNull(notNegative, "η"),
  },
  defaults: {
    learningRate: 1e-3,
    ...muonStepDefaults,
    weightDecay: 0,
    beta1: 0.9,
    beta2: 0.999,
    epsilonRoot: 0,
    adamWeightDecay: 0,
    adamLearningRate: null,
  },
  build: ({ learningRate, weightDecay, beta1, beta2, epsilonRoot, adamWeightDecay, adamLearningRate, ...step }) => {
    const { nesterov, epsilon } = step;
    const matrices = chain(
      muonStep(step),
      ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
      scaleByLearningRate(learningRate),
    );
    const others = adamw({
      learningRate: adamLearningRate ?? learningRate,
      beta1,
      beta2,
      epsilon,
      epsilonRoot,
      weightDecay: adamWeightDecay,
      nesterov,
    });
    return [
      route([
        { match: (_, shape) => shape.length === 2, name: "muon", use: matrices },
        { match: () => true, name: "adam", use: others },
      ]),
    ];
  },
});
