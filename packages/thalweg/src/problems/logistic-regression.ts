import { Generator } from "../random/index.ts";
import { type LabelledPoints, type LearningProblem, learningProblem } from "./learning-problem.ts";
import { checkCounts, checkNotNegative, type ProblemOptions } from "./problem-options.ts";

export interface LogisticRegressionOptions extends ProblemOptions {
  /** 10 unless given. */
  readonly features?: number;
  /** Distance between the means of the classes, whose deviation is 1; 2 unless given. */
  readonly separation?: number;
}

/** Two normal clouds whose means lie along a random direction. */
const clouds = (
  examples: number,
  features: number,
  { separation, seed }: { readonly separation: number; readonly seed: number },
): LabelledPoints => {
  const random = new Generator(seed, "clouds");
  const direction = random.derive("direction").fillNormal(new Float64Array(features));
  const length = Math.hypot(...direction);
  const labels = Float64Array.from({ length: examples }, (_, row) => row % 2);
  const inputs = random.derive("inputs").fillNormal(new Float64Array(examples * features));
  for (const [index, value] of inputs.entries()) {
    const side = labels[Math.floor(index / features)] - 0.5;
    inputs[index] = value + (side * separation * direction[index % features]) / length;
  }
  return { inputs, labels, features };
};

/**
 * Logistic regression of two drawn normal clouds: loss = mean log(1 + eᶻ) − yz with z = x·w + b, and λ/2·‖(w, b)‖².
 * Weights: w [features], then b. It is convex; where the clouds overlap, its minimum is a point.
 *
 * @example
 * const problem = logisticRegression({ examples: 200, features: 3, seed: 1 });
 * problem.at(problem.start()); // log 2 = 0.693…
 */
export const logisticRegression = ({
  examples = 512,
  features = 10,
  separation = 2,
  decay = 0,
  seed = 0,
}: LogisticRegressionOptions = {}): LearningProblem => {
  checkCounts("logisticRegression", { examples, features });
  checkNotNegative("logisticRegression", { separation, decay });
  return learningProblem(
    {
      name: "logistic-regression",
      title: "logistic regression",
      formula: "mean log(1 + eᶻ) − yz, z = x·w + b",
      convex: true,
      source: "drawn: two normal clouds",
      start: () => new Float64Array(features + 1),
    },
    clouds(examples, features, { separation, seed }),
    {
      dimensions: features + 1,
      scores: (x, w) =>
        x
          .matmul(w.slice([0, features]).reshape([features, 1]))
          .reshape([examples])
          .add(w.slice(features)),
      example: (x, w) => ({
        z: x.reduce((sum, value, index) => sum + value * w[index], w[features]),
        pull: (slope, gradient) => {
          for (let index = 0; index < features; index++) gradient[index] += slope * x[index];
          gradient[features] += slope;
        },
      }),
    },
    decay,
  );
};
