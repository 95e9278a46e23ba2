import { accuracy, crossEntropy, momentum } from "thalweg";
import { divided } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";
import { clouds } from "./blobs.ts";

/** Eight clouds in 20 dimensions for a network of six hidden layers. */
export const deepBlobs: Problem = {
  name: "deep-blobs",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.9 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [32, 32, 32, 32, 32, 32], outputs: 8, activation: "relu" },
    model: perceptron(),
    loss: crossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => momentum({ learningRate, beta: 0.9 }),
    rate: 0.01,
    batchSize: 32,
    epochs: 7,
    ...divided(clouds("deep-blobs", 8, 2000, seed), 1600),
  }),
};
