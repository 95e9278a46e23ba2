import { accuracy, adam, crossEntropy } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

/** Three arms that wind about each other in the plane. */
export const spirals: Problem = {
  name: "spirals",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.9 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [64, 64], outputs: 3, activation: "relu" },
    model: perceptron(),
    loss: crossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 5e-3,
    batchSize: 32,
    epochs: 20,
    ...divided(
      drawn("spirals", 900, seed, (random) => {
        const arm = random.integer(3);
        const along = random.uniform();
        const angle = 1.5 * Math.PI * along + (2 * Math.PI * arm) / 3;
        const radius = 0.3 + 1.7 * along;
        return {
          input: [radius * Math.cos(angle) + random.normal(0, 0.1), radius * Math.sin(angle) + random.normal(0, 0.1)],
          target: arm,
        };
      }),
      640,
    ),
  }),
};
