import type { EpochRecord, LayerProbe, Probe } from "../../training/index.ts";
import type { DataFacts, NumberFacts } from "../data-facts.ts";
import type { Observations, SeenStep } from "../observations.ts";
import type { Setup } from "../setup.ts";

const standard: NumberFacts = { mean: 0, deviation: 1, smallest: -3, largest: 3, nonFinite: 0 };

/** Facts of 1000 standardized examples of two classes. */
export const factsOf = ({
  inputs,
  ...changes
}: Omit<Partial<DataFacts>, "inputs"> & { readonly inputs?: Partial<DataFacts["inputs"]> } = {}): DataFacts => ({
  examples: 1000,
  looked: 1000,
  inputs: { ...standard, deviations: [1, 1], constant: 0, features: 4, ids: false, ...inputs },
  classes: [500, 500],
  ...changes,
});

/** A perceptron 4 → 8 → 2 with Adam: 10 epochs of 32 batches. */
export const setupFor = (changes: Partial<Setup> = {}): Setup => ({
  layers: [
    {
      path: "dense",
      kind: "dense",
      outputShape: [8],
      parameters: { weight: { shape: [4, 8], kind: "weight" }, bias: { shape: [8], kind: "bias" } },
    },
    { path: "relu", kind: "relu", outputShape: [8], parameters: {} },
    {
      path: "dense_1",
      kind: "dense",
      outputShape: [2],
      parameters: { weight: { shape: [8, 2], kind: "weight" }, bias: { shape: [2], kind: "bias" } },
    },
  ],
  parameters: 58,
  inputShape: [4],
  outputShape: [2],
  loss: { name: "crossEntropy", expects: "logits" },
  optimizer: {
    name: "adam",
    stages: ["scaleByAdam", "scaleByLearningRate"],
    hyperparameters: { "scaleByLearningRate/learningRate": 0.01 },
    microBatches: 1,
    frozen: [],
  },
  l2: 0,
  l1: 0,
  seed: 0,
  epochs: 10,
  batchSize: 32,
  shuffle: true,
  batchesPerEpoch: 32,
  updates: 320,
  steps: 0,
  rates: [
    { update: 1, rate: 0.01 },
    { update: 320, rate: 0.01 },
  ],
  callbacks: [],
  data: factsOf(),
  ...changes,
});

/** What a probe of a healthy update holds. */
export const probeAt = (step: number, changes: Partial<Probe> = {}): Probe => ({
  step,
  learningRate: 0.01,
  examples: 32,
  loss: 0.5,
  gradientNorm: 1,
  weightNorm: 5,
  updateNorm: 0.01,
  parameters: ["dense/weight", "dense/bias", "dense_1/weight", "dense_1/bias"].map((name, index) => ({
    name,
    size: [32, 8, 16, 2][index],
    gradientNorm: 0.5,
    weightNorm: 2.5,
    updateNorm: 0.005,
  })),
  layers: [layerProbe("dense"), layerProbe("relu", { zeros: 0.5 }), layerProbe("dense_1")],
  ...changes,
});

export const layerProbe = (layer: string, changes: Partial<LayerProbe> = {}): LayerProbe => ({
  layer,
  mean: 0,
  deviation: 1,
  largest: 3,
  zeros: 0,
  dead: 0,
  ...changes,
});

/** Steps with these losses, from update 1, of epochs of 32 batches. */
export const stepsWith = (losses: readonly number[], learningRate = 0.01): readonly SeenStep[] =>
  losses.map((loss, index) => ({ step: index + 1, epoch: 1 + Math.floor(index / 32), loss, learningRate }));

export const epochAt = (epoch: number, changes: Partial<EpochRecord> = {}): EpochRecord => ({
  epoch,
  step: 32 * epoch,
  learningRate: 0.01,
  seconds: 0.1,
  loss: 0.5,
  metrics: {},
  skipped: 0,
  ...changes,
});

/** Observations of a run that has ended, with what a test wants others. */
export const seenOf = (changes: Partial<Observations> = {}): Observations => ({
  setup: setupFor(),
  steps: [],
  probes: [],
  epochs: [],
  ended: true,
  ...changes,
});
