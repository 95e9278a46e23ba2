import { accuracy, adam, binaryCrossEntropy } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

/** Whether an odd number of the first three among six noisy bits is set; no one bit says anything. */
export const parity: Problem = {
  name: "parity",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.95 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [64], outputs: 1, activation: "relu" },
    model: perceptron(),
    loss: binaryCrossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 0.01,
    batchSize: 32,
    epochs: 12,
    ...divided(
      drawn("parity", 1000, seed, (random) => {
        const bits = Array.from({ length: 6 }, () => random.integer(2));
        return {
          input: bits.map((bit) => 2 * bit - 1 + random.normal(0, 0.2)),
          target: [(bits[0] + bits[1] + bits[2]) % 2],
        };
      }),
      800,
    ),
  }),
};
