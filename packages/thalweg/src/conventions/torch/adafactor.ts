import { adaFactor } from "../../optimizers/catalogue/ada-factor.ts";
import type { Hyper } from "../../optimizers/index.ts";
import { flag, hyper, notNegative, notPositive, orNull } from "../../optimizers/options.ts";
import { type Convention, defineConvention } from "../convention.ts";
import { ascending } from "./ascending.ts";

export interface TorchAdafactorOptions {
  /** η, the most that a relative step can be; 0.01 unless given. */
  learningRate?: Hyper;
  /** κ ≤ 0 in β₂ = 1 − t^κ; −0.8 unless given. */
  beta2Decay?: Hyper;
  /** ε₁, the least that √V can be; null, the distance from 1 to the next number of the dtype, unless given. */
  epsilon1?: Hyper | null;
  /** ε₂, the least size of a parameter that counts; 1e-3 unless given. */
  epsilon2?: Hyper;
  /** d, torch's `d`: updates of a larger RMS are shortened to it; 1 unless given. */
  clippingThreshold?: Hyper;
  /** λ: w shrinks by ηλw; 0 unless given. */
  weightDecay?: Hyper;
  /** Whether the step goes uphill; false unless given. */
  maximize?: boolean;
}

/**
 * `torch.optim.Adafactor`: U = g/max(√V, ε₁), V = r·c/max(mean(r), ε₁), w ← (1 − ηλ)w − α·U/max(1, RMS(U)/d) with
 * α = max(ε₂, RMS(w))·min(η, 1/√t). Memory far less than 1× for matrices.
 *
 * @example
 * const weights = { w: { data: Float64Array.of(3, 3, 3, 3), shape: [2, 2] } };
 * new Optimizer(weights, torch.adafactor()).step({ w: [1, 1, 1, 1] });
 * weights.w.data[0]; // 2.97: a hundredth of the weights' RMS
 */
export const adafactor: Convention<TorchAdafactorOptions> = defineConvention<TorchAdafactorOptions>({
  library: "torch",
  name: "adafactor",
  original: "torch.optim.Adafactor",
  formula: "U = g/max(√V, ε₁), w ← (1 − ηλ)w − max(ε₂, RMS(w))·min(η, 1/√t)·U/max(1, RMS(U)/d)",
  differences: ["ε₁ bounds √V and the mean of r from below; ours is added to g²", "The decay is ηλw; ours is αλw"],
  rules: {
    learningRate: notNegative,
    beta2Decay: notPositive,
    epsilon1: orNull(notNegative, "the dtype's own"),
    epsilon2: notNegative,
    clippingThreshold: hyper("≥ 1", (value) => value >= 1),
    weightDecay: notNegative,
    maximize: flag,
  },
  defaults: {
    learningRate: 0.01,
    beta2Decay: -0.8,
    epsilon1: null,
    epsilon2: 1e-3,
    clippingThreshold: 1,
    weightDecay: 0,
    maximize: false,
  },
  build: ({ maximize, ...options }) => [
    ...ascending(maximize),
    adaFactor({
      ...options,
      epsilonForm: "root",
      decayForm: "rate",
    }),
  ],
});
