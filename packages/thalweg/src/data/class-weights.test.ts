import { expect, it } from "vitest";
import { classWeights } from "./class-weights.ts";
import { dataset } from "./dataset.ts";

const labelled = (targets: number[], classes?: string[]) =>
  dataset({ inputs: targets.map((label) => [label]), targets, classes });

it("weighs classes by n/(k·n_c), which has mean 1 over the examples", () => {
  const labels = [0, 0, 0, 1, 1, 2];
  const weights = classWeights(labelled(labels));
  expect(weights).toEqual([6 / 9, 1, 2]);
  expect(labels.reduce((sum, label) => sum + weights[label], 0) / 6).toBeCloseTo(1, 15);
  expect(classWeights(labelled([1, 0], ["a", "b"]))).toEqual([1, 1]);
  expect(classWeights(labelled([0, 0], ["a"]))).toEqual([1]);
});

it("refuses classes without examples, and targets that are no labels", () => {
  expect(() => classWeights(labelled([0, 1], ["cat", "dog", "fish"]))).toThrow(
    'classWeights: every class must have examples, got none of "fish"; leave the class out, or give weights by hand',
  );
  expect(() => classWeights(labelled([0, 2]))).toThrow("got none of 1");
  const numbers = dataset({ inputs: [[1], [2]], targets: Float32Array.of(1, 2) });
  expect(() => classWeights(numbers)).toThrow("classWeights: targets must be int32 class labels [examples]");
});
