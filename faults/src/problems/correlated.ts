import { adam, type Generator, initialZeros, mse, r2 } from "thalweg";
import { divided, drawn, type Example } from "../drawn.ts";
import { perceptron } from "../network.ts";
import type { Problem } from "../problem.ts";

/** A linear regression whose features go together, so that some directions say hundreds of times less than others. */
const correlated = (name: string, draw: (random: Generator) => Example): Problem => ({
  name,
  kind: "regression",
  reaches: { metric: "r2", least: 0.8 },
  healthy: (seed) => ({
    seed,
    network: { hidden: [], outputs: 1, activation: "relu", outputInitializer: initialZeros() },
    model: perceptron(),
    loss: mse(),
    metrics: [r2()],
    optimizer: (learningRate) => adam({ learningRate }),
    rate: 0.15,
    batchSize: 256,
    epochs: 80,
    ...divided(drawn(name, 1280, seed, draw), 1024),
  }),
});

/** Sixteen thermometers along a wall: the warmth of all, and how much warmer one end is. */
export const sensors = correlated("sensors", (random) => {
  const [warmth, slope] = [random.normal(), random.normal()];
  const input = Array.from(
    { length: 16 },
    (_, place) => warmth + 0.0087 * (place - 7.5) * slope + random.normal(0, 0.01),
  );
  return { input, target: [0.7 * slope + 0.4 * warmth + random.normal(0, 0.05)] };
});

/** Eight measures of bodies: one size and small differences, on which the answer depends. */
export const measures = correlated("measures", (random) => {
  const size = random.normal();
  const own = Array.from({ length: 8 }, () => random.normal());
  const input = own.map((each) => size + 0.1 * each);
  return { input, target: [0.5 * (own[0] - own[1] + own[2] - own[3]) + 0.3 * size + random.normal(0, 0.05)] };
});

/** Ten values of a slow course one after the other: how much it rose last. */
export const courses = correlated("courses", (random) => {
  const input: number[] = [random.normal()];
  while (input.length < 10) input.push(0.995 * input[input.length - 1] + random.normal(0, 0.1));
  return { input, target: [6 * (input[9] - input[7]) + 0.2 * input[9] + random.normal(0, 0.05)] };
});

/** A flat surface over three numbers of which the third is nearly the sum of the others, and their products. */
export const surfaces = correlated("surfaces", (random) => {
  const [a, b, c] = [random.normal(), random.normal(), random.normal()];
  const sum = (a + b) / Math.SQRT2 + 0.06 * c;
  return { input: [a, b, sum, sum + 0.06 * random.normal(), sum - 0.06 * c], target: [0.8 * c + 0.3 * a - 0.3 * b] };
});
