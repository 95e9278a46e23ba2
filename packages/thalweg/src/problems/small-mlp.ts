import { Generator } from "../random/index.ts";
import { type LabelledPoints, type LearningProblem, learningProblem, type ScoreModel } from "./learning-problem.ts";
import { checkCounts, checkNotNegative, type ProblemOptions } from "./problem-options.ts";

export interface SmallMlpOptions extends ProblemOptions {
  /** Units of the hidden layer; 8 unless given. */
  readonly hidden?: number;
  /** Deviation of the noise on the points; 0.2 unless given. */
  readonly noise?: number;
}

/** A disc's rim of radius 1 within one of radius 2, blurred. */
const rings = (examples: number, noise: number, seed: number): LabelledPoints => {
  const random = new Generator(seed, "rings");
  const labels = Float64Array.from({ length: examples }, (_, row) => row % 2);
  const inputs = new Float64Array(2 * examples);
  for (const [row, label] of labels.entries()) {
    const angle = random.uniform(0, 2 * Math.PI);
    inputs[2 * row] = (1 + label) * Math.cos(angle) + random.normal(0, noise);
    inputs[2 * row + 1] = (1 + label) * Math.sin(angle) + random.normal(0, noise);
  }
  return { inputs, labels, features: 2 };
};

/** z = v·tanh(Ux + a) + b; weights: U [2, hidden], a [hidden], v [hidden], b. */
const perceptron = (hidden: number, examples: number): ScoreModel => {
  const [bias, outer, last] = [2 * hidden, 3 * hidden, 4 * hidden];
  return {
    dimensions: last + 1,
    scores: (x, w) => {
      const inner = x.matmul(w.slice([0, bias]).reshape([2, hidden])).add(w.slice([bias, outer]));
      const column = w.slice([outer, last]).reshape([hidden, 1]);
      return inner.tanh().matmul(column).reshape([examples]).add(w.slice(last));
    },
    example: (x, w) => {
      const units = new Float64Array(hidden);
      let z = w[last];
      for (let unit = 0; unit < hidden; unit++) {
        units[unit] = Math.tanh(x[0] * w[unit] + x[1] * w[hidden + unit] + w[bias + unit]);
        z += units[unit] * w[outer + unit];
      }
      const pull = (slope: number, gradient: Float64Array): void => {
        for (const [unit, value] of units.entries()) {
          const before = slope * w[outer + unit] * (1 - value * value);
          gradient[unit] += before * x[0];
          gradient[hidden + unit] += before * x[1];
          gradient[bias + unit] += before;
          gradient[outer + unit] += slope * value;
        }
        gradient[last] += slope;
      };
      return { z, pull };
    },
  };
};

/**
 * A perceptron with one hidden layer of tanh that tells two rings apart: small enough to look at every weight, with all
 * that networks have that convex problems lack. Weights: U [2, hidden], a [hidden], v [hidden], b.
 *
 * @example
 * const problem = smallMlp({ hidden: 8, seed: 1 });
 * problem.dimensions; // 33
 */
export const smallMlp = ({
  examples = 512,
  hidden = 8,
  noise = 0.2,
  decay = 0,
  seed = 0,
}: SmallMlpOptions = {}): LearningProblem => {
  checkCounts("smallMlp", { examples, hidden });
  checkNotNegative("smallMlp", { noise, decay });
  const [bias, outer, last] = [2 * hidden, 3 * hidden, 4 * hidden];
  return learningProblem(
    {
      name: "small-mlp",
      title: "small perceptron",
      formula: "mean log(1 + eᶻ) − yz, z = v·tanh(Ux + a) + b",
      convex: "units can change places, and sign, without changing the loss",
      source: "drawn: two rings",
      start: () => {
        const random = new Generator(seed, "weights");
        const w = new Float64Array(last + 1);
        // Glorot & Bengio 2010: variance 2 over the sum of inputs and outputs.
        random.fillNormal(w.subarray(0, bias), 0, Math.sqrt(2 / (2 + hidden)));
        random.fillNormal(w.subarray(outer, last), 0, Math.sqrt(2 / (hidden + 1)));
        return w;
      },
    },
    rings(examples, noise, seed),
    perceptron(hidden, examples),
    decay,
  );
};
