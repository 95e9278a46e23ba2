import type { Dataset } from "thalweg/data";
import { confusionMatrix, perClassAccuracy } from "thalweg/metrics";
import type { Trainer } from "thalweg/training";
import { classBars } from "../report/class-bars.ts";
import { showScore } from "../report/numbers.ts";
import { scoresOf } from "./results.ts";
import type { Findings } from "./task.ts";

const examplesAtOnce = 1000;

/** The most probable class of each example. */
const predictedClasses = async (trainer: Trainer, { inputs }: Dataset, classes: number): Promise<Int32Array> => {
  const [examples, ...shape] = inputs.shape;
  const size = inputs.values.length / examples;
  const labels = new Int32Array(examples);
  for (let begin = 0; begin < examples; begin += examplesAtOnce) {
    const end = Math.min(begin + examplesAtOnce, examples);
    const values = inputs.values.subarray(begin * size, end * size);
    const probabilities = await trainer.predict({ values, shape: [end - begin, ...shape] });
    const rows = await probabilities.data();
    for (let row = 0; row < end - begin; row++) {
      const own = rows.subarray(row * classes, (row + 1) * classes);
      labels[begin + row] = own.indexOf(Math.max(...own));
    }
  }
  return labels;
};

/** How well a classifier does on test data, in all and by class; null for a class without examples. */
export const testClasses = async (trainer: Trainer, test: Dataset, classes: readonly string[]): Promise<Findings> => {
  const scores = await trainer.evaluate(test);
  const predicted = await predictedClasses(trainer, test, classes.length);
  const accuracies = perClassAccuracy(confusionMatrix(test.targets.values, predicted, classes.length));
  const { accuracy, ...others } = scores.metrics;
  const more = Object.entries(others).map(([name, value]) => `${name} ${showScore(value)}, `);
  return {
    results: {
      ...scoresOf("test", scores),
      classAccuracy: Object.fromEntries(classes.map((name, label) => [name, accuracies[label] ?? null])),
    },
    lines: [
      "accuracy on the test data, by class",
      ...classBars(classes, accuracies),
      "",
      `test accuracy ${showScore(accuracy)}, ${more.join("")}test loss ${showScore(scores.loss)}`,
    ],
  };
};
