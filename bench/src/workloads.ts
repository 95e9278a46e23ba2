import type { ClassifierSpec, ConvolutionalSpec, Spec, TransformerSpec } from "./task.ts";

export interface Workload {
  /** What `--only` calls it. */
  readonly key: string;
  readonly title: string;
  /** Calls of a side in its turn, fewer where they take long. */
  readonly calls: number;
  /** Whether its products may go to a BLAS. */
  readonly hasProducts: boolean;
  readonly spec: Spec;
}

const batch = 128;
const learningRate = 1e-3;

const classifier = (widths: readonly number[], batchNorm: boolean): ClassifierSpec => ({
  kind: "classifier",
  widths,
  batchNorm,
  batch,
  learningRate,
});

const convolutional: ConvolutionalSpec = {
  kind: "convolutional",
  side: 28,
  filters: [32, 64],
  kernel: 5,
  units: 256,
  classes: 10,
  batch,
  learningRate,
};

const transformer: TransformerSpec = {
  kind: "transformer",
  vocabulary: 96,
  width: 128,
  layers: 2,
  heads: 4,
  features: 512,
  context: 64,
  batch: 32,
  learningRate,
  weightDecay: 0.01,
  clip: 1,
};

const large = { kind: "update", tensors: 1, length: 10_000_000, learningRate, weightDecay: 0.01 } as const;

export const workloads: readonly Workload[] = [
  {
    key: "mlp",
    title: "MLP 784-256-128-10, batch 128, Adam: one step",
    calls: 50,
    hasProducts: true,
    spec: classifier([784, 256, 128, 10], false),
  },
  {
    key: "mlp-odd",
    title: "The same with 251 and 127 units",
    calls: 50,
    hasProducts: true,
    spec: classifier([784, 251, 127, 10], false),
  },
  {
    key: "mlp-bn",
    title: "The first with batch normalization",
    calls: 50,
    hasProducts: true,
    spec: classifier([784, 256, 128, 10], true),
  },
  {
    key: "cnn",
    title: "CNN, convolutions 5 × 5 of 32 and 64, batch 128, Adam: one step",
    calls: 8,
    hasProducts: true,
    spec: convolutional,
  },
  {
    key: "transformer",
    title: "Transformer of width 128, 2 layers, 32 × 64 tokens, AdamW, clip: one step",
    calls: 8,
    hasProducts: true,
    spec: transformer,
  },
  {
    key: "adam",
    title: "Adam on 10 M weights: one update",
    calls: 10,
    hasProducts: false,
    spec: { ...large, optimizer: "adam" },
  },
  {
    key: "adamw",
    title: "AdamW on 10 M weights: one update",
    calls: 10,
    hasProducts: false,
    spec: { ...large, optimizer: "adamW" },
  },
  {
    key: "adamw-clip",
    title: "AdamW and clip by global norm on 10 M weights: one update",
    calls: 10,
    hasProducts: false,
    spec: { ...large, optimizer: "adamW", clip: 1 },
  },
  {
    key: "adam-1000",
    title: "Adam on 1000 tensors of 1000 weights: one update",
    calls: 50,
    hasProducts: false,
    spec: { kind: "update", optimizer: "adam", tensors: 1000, length: 1000, learningRate, weightDecay: 0 },
  },
  {
    key: "rosenbrock",
    title: "Adam on Rosenbrock's function: 1000 steps",
    calls: 5,
    hasProducts: false,
    spec: { kind: "rosenbrock", start: [-1, 1], learningRate: 0.01, steps: 1000 },
  },
  { key: "product", title: "Matrix product 512³", calls: 30, hasProducts: true, spec: { kind: "product", size: 512 } },
];
