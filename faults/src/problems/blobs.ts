import { accuracy, crossEntropy, type Dataset, Generator, momentum } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

const features = 20;

/** Clouds around centres in 20 dimensions, which overlap a little; inputs have about mean 0 and deviation 1. */
export const clouds = (name: string, classes: number, count: number, seed: number): Dataset => {
  const places = new Generator(seed, "faults", name, "centres");
  const centres = Array.from({ length: classes }, () => places.fillNormal(new Float64Array(features), 0, 0.7));
  return drawn(name, count, seed, (random) => {
    const target = random.integer(classes);
    return { input: Array.from(centres[target], (place) => place + random.normal(0, 0.7)), target };
  });
};

/** Five clouds in 20 dimensions. */
export const blobs: Problem = {
  name: "blobs",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.9 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [64], outputs: 5, activation: "relu" },
    model: perceptron(),
    loss: crossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => momentum({ learningRate, beta: 0.9 }),
    rate: 0.02,
    batchSize: 32,
    epochs: 6,
    ...divided(clouds("blobs", 5, 2000, seed), 1600),
  }),
};
