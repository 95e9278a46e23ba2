import { accuracy, crossEntropy, nesterov } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

/** Three blurred rings about one centre. */
export const rings: Problem = {
  name: "rings",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.9 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [32, 32], outputs: 3, activation: "relu" },
    model: perceptron(),
    loss: crossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => nesterov({ learningRate, beta: 0.9 }),
    rate: 0.03,
    batchSize: 32,
    epochs: 15,
    ...divided(
      drawn("rings", 900, seed, (random) => {
        const target = random.integer(3);
        const angle = random.uniform(0, 2 * Math.PI);
        const radius = 0.5 + 0.75 * target;
        return {
          input: [radius * Math.cos(angle) + random.normal(0, 0.13), radius * Math.sin(angle) + random.normal(0, 0.13)],
          target,
        };
      }),
      640,
    ),
  }),
};
