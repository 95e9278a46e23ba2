/** Cases with what advice must choose in them. */
import type { Configuration } from "../advice.ts";
import type { Case } from "../advice-case.ts";

type AdviceCase = readonly [given: Case, expected: Partial<Configuration>];

const dense = { sparse: false } as const;

export const adviceCases: readonly AdviceCase[] = [
  // Pictures: Adam with decay for short runs, gradient descent with momentum for the best final accuracy.
  [
    { task: "classification", model: "cnn", dataSize: 60_000, budget: 10, ...dense },
    { optimizer: "adamw", learningRate: 1e-3, schedule: "cosine", batchSize: 128, weightDecay: 0.01, epochs: 10 },
  ],
  [
    { task: "classification", model: "cnn", dataSize: 60_000, budget: 100, ...dense },
    { optimizer: "sgd", momentum: 0.9, learningRate: 0.01, weightDecay: 5e-4, schedule: "cosine", patience: 10 },
  ],
  [
    { task: "classification", model: "cnn", batchSize: 2048, budget: 90, ...dense },
    { optimizer: "sgd", learningRate: 0.16, schedule: "warmup-cosine", warmup: 0.05, batchSize: 2048 },
  ],
  [
    { task: "classification", model: "cnn", batchSize: 16_384, budget: 90, ...dense },
    { optimizer: "lars", schedule: "warmup-cosine" },
  ],
  [
    { task: "classification", model: "cnn", dataSize: 60_000, budget: 2, ...dense },
    { optimizer: "adamw", schedule: "constant", warmup: 0 },
  ],
  [
    { task: "classification", model: "mlp", dataSize: 60_000, ...dense },
    { optimizer: "adamw", learningRate: 1e-3, schedule: "cosine", batchSize: 128, clip: 0 },
  ],
  [
    { task: "classification", model: "mlp", dataSize: 800, ...dense },
    { optimizer: "adamw", batchSize: "all", epochs: 300 },
  ],
  [
    { task: "classification", model: "linear", dataSize: 10_000, ...dense },
    { optimizer: "adamw", initialization: "zeros", batchSize: 32 },
  ],
  [
    { task: "classification", model: "cnn", budget: 50, symptom: "loss is nan", ...dense },
    { optimizer: "sgd", learningRate: 1e-3, clip: 1, warmup: 0.05 },
  ],
  [
    { task: "classification", model: "cnn", budget: 50, symptom: "validation loss rises", ...dense },
    { optimizer: "sgd", weightDecay: 1e-3, patience: 3 },
  ],
  [
    { task: "classification", model: "cnn", budget: 5, symptom: "generalizes badly", ...dense },
    { optimizer: "sgd", momentum: 0.9, learningRate: 0.01, schedule: "cosine" },
  ],
  [
    { task: "classification", model: "mlp", symptom: "dead units", ...dense },
    { learningRate: 3.3e-4, warmup: 0.05, initialization: "He's, with leaky ReLU" },
  ],
  [
    { task: "classification", model: "mlp", symptom: "early layers do not learn: vanishing gradients", ...dense },
    { initialization: "He's for ReLU, orthogonal for recurrent weights", warmup: 0.05 },
  ],
  // Language: AdamW, warmup, cosine and clipping.
  [
    { task: "language", model: "transformer", dataSize: 1_000_000, ...dense },
    { optimizer: "adamw", weightDecay: 0.1, schedule: "warmup-cosine", warmup: 0.05, clip: 1, batchSize: 32 },
  ],
  [
    { task: "language", model: "transformer", batchSize: 2048, ...dense },
    { optimizer: "adamw", learningRate: 4e-3, warmup: 0.1 },
  ],
  [
    { task: "language", model: "transformer", batchSize: 8192, ...dense },
    { optimizer: "lamb", warmup: 0.1, schedule: "warmup-cosine" },
  ],
  [
    { task: "language", model: "transformer", symptom: "loss spikes", ...dense },
    { optimizer: "adamw", learningRate: 5e-4, clip: 1 },
  ],
  [
    { task: "language", model: "transformer", batchSize: 64, symptom: "out of memory", ...dense },
    { batchSize: 16, accumulate: 4, optimizer: "adamw" },
  ],
  [
    { task: "language", model: "rnn", dataSize: 500_000, ...dense },
    { optimizer: "adam", learningRate: 1e-3, clip: 1, weightDecay: 0, schedule: "cosine" },
  ],
  [
    { task: "language", model: "rnn", symptom: "gradients explode", ...dense },
    { optimizer: "adam", learningRate: 1e-4, clip: 1 },
  ],
  // Tables and numbers.
  [
    { task: "tabular", model: "mlp", dataSize: 5000, ...dense },
    { optimizer: "adamw", batchSize: 32, normalization: "standardize each input by the training data" },
  ],
  [
    { task: "tabular", model: "mlp", dataSize: 1000, ...dense },
    { batchSize: "all", epochs: 300, optimizer: "adamw" },
  ],
  [
    { task: "tabular", model: "mlp", symptom: "oscillates", ...dense },
    { learningRate: 3.3e-4, optimizer: "adamw" },
  ],
  [
    { task: "tabular", model: "mlp", symptom: "inputs not normalized", ...dense },
    { normalization: "standardize each input by the training data", learningRate: 1e-3 },
  ],
  [
    { task: "regression", model: "mlp", symptom: "loss falls slowly", ...dense },
    { learningRate: 3e-3, schedule: "cosine" },
  ],
  [
    { task: "regression", model: "linear", symptom: "noisy gradient", dataSize: 100_000, ...dense },
    { batchSize: 128, accumulate: 4 },
  ],
  [
    { task: "regression", model: "mlp", symptom: "plateaus", budget: 3, ...dense },
    { schedule: "cosine", warmup: 0.05, optimizer: "adamw" },
  ],
  // Sparse gradients, moving data, and games of two networks.
  [
    { task: "recommendation", model: "linear", sparse: true },
    { optimizer: "ftrl", weightDecay: 0 },
  ],
  [
    { task: "reinforcement", model: "mlp", ...dense },
    { optimizer: "adam", learningRate: 3e-4, set: { epsilon: 1e-5 }, clip: 0.5, schedule: "linear" },
  ],
  [
    { task: "generation", model: "cnn", budget: 30, ...dense },
    { optimizer: "adam", learningRate: 2e-4, set: { beta1: 0.5 }, schedule: "linear" },
  ],
];
