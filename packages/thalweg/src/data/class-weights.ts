import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Dataset } from "./dataset.ts";

/**
 * A weight for each class that makes all classes count alike: n/(k·n_c) for n examples, k classes and n_c examples of
 * class c. Their mean over the examples is 1. Targets must be int32 labels [examples]. King & Zeng 2001.
 *
 * @example
 * const pets = dataset({ inputs: [[1], [2], [3], [4]], targets: [0, 0, 0, 1], classes: ["cat", "dog"] });
 * classWeights(pets); // [0.666…, 2]
 */
export const classWeights = ({ targets, classes }: Dataset): number[] => {
  const { values, shape } = targets;
  if (!(values instanceof Int32Array) || shape.length !== 1) {
    throw new ThalwegError("argument", "classWeights: targets must be int32 class labels [examples]");
  }
  const counts = new Array<number>(
    classes?.length ?? values.reduce((most, label) => Math.max(most, label + 1), 0),
  ).fill(0);
  for (const label of values) counts[label] += 1;
  const without = counts.indexOf(0);
  if (without >= 0) {
    throw new ThalwegError(
      "data",
      `classWeights: every class must have examples, got none of ${JSON.stringify(classes?.[without] ?? without)}; ` +
        "leave the class out, or give weights by hand",
    );
  }
  return counts.map((count) => values.length / (counts.length * count));
};
