import type { Dataset } from "thalweg/data";
import { confusionMatrix, perClassAccuracy } from "thalweg/metrics";
import type { Trainer } from "thalweg/training";

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

/** The share of each class's examples that is recognized, in the order of the classes; undefined without examples. */
export const classAccuracies = async (
  trainer: Trainer,
  data: Dataset,
  classes: number,
): Promise<(number | undefined)[]> => {
  const predicted = await predictedClasses(trainer, data, classes);
  return perClassAccuracy(confusionMatrix(data.targets.values, predicted, classes));
};
