import { adamW, mse, r2 } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

/**
 * Friedman 1991, problem 1: y = 10 sin(πx₁x₂) + 20(x₃ − ½)² + 10x₄ + 5x₅ of ten numbers in [0, 1], here both brought to mean 0
 * and deviation 1.
 */
export const friedman: Problem = {
  name: "friedman",
  kind: "regression",
  reaches: { metric: "r2", least: 0.85 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [48, 24], outputs: 1, activation: "relu" },
    model: perceptron(),
    loss: mse(),
    metrics: [r2()],
    optimizer: (learningRate) => adamW({ learningRate, weightDecay: 0.01 }),
    rate: 5e-3,
    batchSize: 32,
    epochs: 8,
    ...divided(
      drawn("friedman", 2000, seed, (random) => {
        const x = random.fillUniform(new Float64Array(10));
        const y = 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4];
        return {
          input: Array.from(x, (value) => (value - 0.5) * Math.sqrt(12)),
          target: [(y - 14.4 + random.normal(0, 0.5)) / 4.9],
        };
      }),
      1600,
    ),
  }),
};
