import { accuracy, adam, binaryCrossEntropy } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

/** Two half rings that reach into each other, among four features that say nothing. */
export const moons: Problem = {
  name: "moons",
  kind: "classification",
  reaches: { metric: "accuracy", least: 0.93 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [32, 32], outputs: 1, activation: "tanh" },
    model: perceptron(),
    loss: binaryCrossEntropy(),
    metrics: [accuracy()],
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 0.01,
    batchSize: 32,
    epochs: 12,
    ...divided(
      drawn("moons", 1200, seed, (random) => {
        const side = random.integer(2);
        const angle = random.uniform(0, Math.PI);
        const [x, y] = side === 0 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
        return {
          input: [
            1.2 * (x - 0.5 + random.normal(0, 0.1)),
            2 * (y - 0.25 + random.normal(0, 0.1)),
            ...random.fillNormal(new Float64Array(4), 0, 0.7),
          ],
          target: [side],
        };
      }),
      960,
    ),
  }),
};
