import { ThalwegError } from "../errors/thalweg-error.ts";
import type { TypedArray } from "../kernels/dtype.ts";
import { checkCounts, checkFinite, checkLabels, checkShape, checkWeights } from "./checks.ts";
import { flatten, gather, isNested, type NestedNumbers, slice, type Values } from "./values.ts";

/**
 * Examples with what a model should say about them.
 * inputs: [examples, ...features], images [examples, height, width, channels];
 * targets: [examples] class labels (int32), or [examples, ...outputs] numbers.
 */
export interface Dataset {
  readonly name: string;
  readonly inputs: Values;
  readonly targets: Values;
  /** What each example counts in a loss, [examples]; all alike when left out. */
  readonly weights?: Values;
  /** Name of each class: label i is `classes[i]`. */
  readonly classes?: readonly string[];
}

/** Nested arrays, a flat typed array (one number an example), or a typed array with its shape. */
export type Examples = NestedNumbers | TypedArray | Values;

export interface DatasetOptions {
  readonly inputs: Examples;
  readonly targets: Examples;
  /** Numbers ≥ 0, one an example. */
  readonly weights?: Examples;
  readonly classes?: readonly string[];
  readonly name?: string;
}

/** Number of examples. */
export const exampleCount = ({ inputs }: Dataset): number => inputs.shape[0];

const areWholeNumbers = (nested: NestedNumbers): boolean =>
  nested.every((item) => typeof item === "number" && Number.isInteger(item));

const valuesOf = (examples: Examples, role: "inputs" | "targets" | "weights"): Values => {
  if (isNested(examples)) {
    const dtype = role === "targets" && areWholeNumbers(examples) ? "int32" : "float32";
    return flatten(examples, dtype, `dataset: ${role}`);
  }
  return ArrayBuffer.isView(examples) ? { values: examples, shape: [examples.length] } : examples;
};

/**
 * A data set from arrays, checked: equal counts, finite numbers, labels within the classes.
 * Typed arrays are used as they are, not copied. A plain list of whole numbers as targets holds
 * class labels; give a Float32Array to keep such targets as numbers.
 *
 * @example
 * const xor = dataset({ inputs: [[0, 0], [0, 1], [1, 0], [1, 1]], targets: [0, 1, 1, 0], classes: ["equal", "different"] });
 */
export const dataset = ({ inputs, targets, weights, classes, name = "dataset" }: DatasetOptions): Dataset => {
  const x = valuesOf(inputs, "inputs");
  const y = valuesOf(targets, "targets");
  checkShape(x, "dataset: inputs");
  checkShape(y, "dataset: targets");
  checkCounts(x, y);
  checkFinite(x, "dataset: inputs");
  checkFinite(y, "dataset: targets");
  const w = weights === undefined ? {} : { weights: checkWeights(valuesOf(weights, "weights"), x) };
  if (classes === undefined) return { name, inputs: x, targets: y, ...w };
  return { name, inputs: x, targets: checkLabels(y, classes, "dataset: targets"), ...w, classes };
};

/** The examples at `indices`, in that order, copied. */
export const select = (source: Dataset, indices: ArrayLike<number>): Dataset => ({
  ...source,
  inputs: gather(source.inputs, indices),
  targets: gather(source.targets, indices),
  ...(source.weights && { weights: gather(source.weights, indices) }),
});

/**
 * The first `count` examples, without copying.
 *
 * @example
 * const small = take(train, 500);
 */
export const take = (source: Dataset, count: number): Dataset => {
  const total = exampleCount(source);
  if (!Number.isInteger(count) || count < 1 || count > total) {
    throw new ThalwegError("argument", `take: count must be a whole number from 1 to ${total}, got ${count}`);
  }
  return {
    ...source,
    inputs: slice(source.inputs, 0, count),
    targets: slice(source.targets, 0, count),
    ...(source.weights && { weights: slice(source.weights, 0, count) }),
  };
};
