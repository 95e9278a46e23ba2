import { type MuonScaling, scaleByMuon } from "../../optimizers/catalogue/muon.ts";
import { addDecayedWeights, type Hyper, scaleByLearningRate } from "../../optimizers/index.ts";
import { count, decay, fixedNumbers, flag, notNegative, oneOf } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";

export interface TorchMuonOptions extends Pick<MuonScaling, "momentum" | "nesterov" | "epsilon" | "newtonSchulzSteps"> {
  /** η; 1e-3 unless given. */
  learningRate?: Hyper;
  /** λ: w shrinks by ηλw; 0.1 unless given. */
  weightDecay?: Hyper;
  /** a, b, c of each Newton–Schulz step; 3.4445, −4.775, 2.0315 unless given. */
  coefficients?: MuonScaling["coefficients"];
  /** torch's `adjust_lr_fn`: "original", √max(1, rows/columns), unless given, or "matchRmsAdam". */
  adjustment?: "original" | "matchRmsAdam";
}

/**
 * `torch.optim.Muon`: m ← μm + (1 − μ)g, w ← (1 − ηλ)w − ηs·O(μm + (1 − μ)g). For matrices. Memory 1×.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(1, 0, 0, 1), shape: [2, 2] } };
 * new Optimizer(weights, torch.muon({ learningRate: 0.1, weightDecay: 0 })).step({ w: [1, 0, 0, 1] });
 * weights.w.data; // [0.8891888, 0, 0, 0.8891888]
 */
export const muon: Convention<TorchMuonOptions> = defineConvention<TorchMuonOptions>({
  library: "torch",
  name: "muon",
  original: "torch.optim.Muon",
  formula: "m ← μm + (1 − μ)g, w ← (1 − ηλ)w − η√max(1, rows/columns)·O(μm + (1 − μ)g), O by Newton–Schulz",
  differences: [
    "O is computed in bfloat16 there and in the weights' dtype here, which moves trajectories by up to 2e-2",
    "Matrices are [outputs, inputs] there, so `original` scales by √max(1, rows/columns); ours by √max(1, columns/rows)",
    "η is 1e-3 and λ 0.1; ours are 0.02 and 0",
  ],
  rules: {
    learningRate: notNegative,
    weightDecay: notNegative,
    momentum: decay,
    nesterov: flag,
    coefficients: fixedNumbers(3),
    epsilon: notNegative,
    newtonSchulzSteps: count,
    adjustment: oneOf(["original", "matchRmsAdam"]),
  },
  defaults: {
    learningRate: 1e-3,
    weightDecay: 0.1,
    momentum: 0.95,
    nesterov: true,
    coefficients: [3.4445, -4.775, 2.0315],
    epsilon: 1e-7,
    newtonSchulzSteps: 5,
    adjustment: "original",
  },
  build: ({ learningRate, weightDecay, ...scaling }) => [
    scaleByMuon(scaling),
    ...(weightDecay === 0 ? [] : [addDecayedWeights(weightDecay)]),
    scaleByLearningRate(learningRate),
  ],
});
