import { ThalwegError } from "../errors/thalweg-error.ts";

/**
 * Counts by true class (rows) and predicted class (columns).
 *
 * @example
 * confusionMatrix([0, 0, 1], [0, 1, 1], 2); // [[1, 1], [0, 1]]
 */
export const confusionMatrix = (
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): number[][] => {
  if (labels.length !== predictions.length) {
    throw new ThalwegError(
      "argument",
      `confusionMatrix: predictions must be as many as labels (${labels.length}), got ${predictions.length}`,
    );
  }
  const isClass = (value: number) => Number.isInteger(value) && value >= 0 && value < classes;
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let example = 0; example < labels.length; example++) {
    const [label, prediction] = [labels[example], predictions[example]];
    if (!isClass(label) || !isClass(prediction)) {
      throw new ThalwegError(
        "argument",
        `confusionMatrix: labels and predictions must be integers in [0, ${classes}), got ${label} and ${prediction} ` +
          `for example ${example}`,
      );
    }
    matrix[label][prediction]++;
  }
  return matrix;
};

/**
 * The share of each class's examples that were predicted as it; undefined for a class without examples.
 *
 * @example
 * perClassAccuracy([[1, 1], [0, 1]]); // [0.5, 1]
 */
export const perClassAccuracy = (matrix: readonly (readonly number[])[]): (number | undefined)[] =>
  matrix.map((row, label) => {
    const examples = row.reduce((sum, count) => sum + count, 0);
    return examples === 0 ? undefined : row[label] / examples;
  });
