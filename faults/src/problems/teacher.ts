import { adam, Generator, mse, r2 } from "thalweg";
import { divided, drawn } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

const features = 10;
const units = 4;

/** What a small network of tanh units says of ten numbers, with a little noise. */
export const teacher: Problem = {
  name: "teacher",
  kind: "regression",
  reaches: { metric: "r2", least: 0.8 },
  healthy: (seed) => {
    const weights = new Generator(seed, "faults", "teacher", "weights");
    const inner = Array.from({ length: units }, () => weights.fillNormal(new Float64Array(features), 0, 0.4));
    return {
      seed,
      network: { hidden: [48], outputs: 1, activation: "tanh" },
      model: perceptron(),
      loss: mse(),
      metrics: [r2()],
      optimizer: (learningRate) => adam({ learningRate }),
      rate: 5e-3,
      batchSize: 32,
      epochs: 8,
      ...divided(
        drawn("teacher", 2000, seed, (random) => {
          const input = random.fillNormal(new Float64Array(features));
          const told = inner.map((row) =>
            Math.tanh(row.reduce((sum, weight, index) => sum + weight * input[index], 0)),
          );
          const value = told.reduce((sum, each, unit) => sum + (unit % 2 === 0 ? each : -each), 0);
          return { input: Array.from(input), target: [0.8 * value + random.normal(0, 0.05)] };
        }),
        1600,
      ),
    };
  },
};
