import { gradientDescent, Optimizer } from "thalweg/optimizers";
import { gradientVariance, logisticRegression, miniBatches } from "thalweg/problems";
import { plural } from "../report/numbers.ts";
import type { Course, CourseSettings } from "./batches-course.ts";

const features = 20;

/** Logistic regression by gradient descent, on plain numbers. */
export const logisticCourse = ({ examples, epochs, learningRate, seed }: CourseSettings): Course => {
  const problem = logisticRegression({ examples, features, seed });
  const begin = () => {
    const w = problem.start();
    return { w, optimizer: new Optimizer({ w }, gradientDescent({ learningRate })) };
  };
  /** One epoch of updates. */
  const learn = ({ w, optimizer }: ReturnType<typeof begin>, batchSize: number, epoch: number): void => {
    for (const rows of miniBatches(examples, batchSize, { seed, epoch })) {
      optimizer.step({ w: problem.gradient(w, rows) });
    }
  };
  /** The first update of an epoch after which the loss is not finite, looking at each. */
  const failureIn = (w: Float64Array, batchSize: number, epoch: number): number => {
    const optimizer = new Optimizer({ w }, gradientDescent({ learningRate }));
    const batches = miniBatches(examples, batchSize, { seed, epoch });
    const found = batches.findIndex((rows) => {
      const { applied } = optimizer.step({ w: problem.gradient(w, rows) });
      return !applied || !Number.isFinite(problem.at(w));
    });
    return epoch * batches.length + found + 1;
  };
  const train: Course["train"] = async (batchSize, betweenEpochs) => {
    // The engine's compiling must not count as learning.
    learn(begin(), batchSize, 0);
    const course = begin();
    const { w } = course;
    const lossByEpoch = [problem.at(w)];
    const secondsByEpoch = [0];
    for (let epoch = 0; epoch < epochs; epoch++) {
      await betweenEpochs();
      const before = w.slice();
      const started = performance.now();
      learn(course, batchSize, epoch);
      secondsByEpoch.push(secondsByEpoch[epoch] + (performance.now() - started) / 1000);
      const loss = problem.at(w);
      lossByEpoch.push(loss);
      if (!Number.isFinite(loss))
        return { lossByEpoch, secondsByEpoch, divergedAt: failureIn(before, batchSize, epoch) };
    }
    return { lossByEpoch, secondsByEpoch };
  };
  return {
    text: `logistic regression, ${plural(features + 1, "weight")}, ${plural(examples, "example")}`,
    examples,
    gradientVariance: async (batchSize) => gradientVariance(problem, problem.start(), batchSize),
    train,
  };
};
