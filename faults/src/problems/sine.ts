import { adam, mse, r2 } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

/** One noisy wave and a half over one number. */
export const sine: Problem = {
  name: "sine",
  kind: "regression",
  reaches: { metric: "r2", least: 0.85 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [32, 32], outputs: 1, activation: "tanh" },
    model: perceptron(),
    loss: mse(),
    metrics: [r2()],
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 0.01,
    batchSize: 32,
    epochs: 25,
    ...divided(
      drawn("sine", 700, seed, (random) => {
        const x = random.uniform(-1.7, 1.7);
        return { input: [x], target: [1.3 * Math.sin(2.8 * x) + random.normal(0, 0.1)] };
      }),
      512,
    ),
  }),
};
