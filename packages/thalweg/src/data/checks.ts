import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape, sizeOf } from "../graph/shape.ts";
import { dtypeOf, isFloat } from "../kernels/dtype.ts";
import { positionOf, type Values } from "./values.ts";

/** Whole positive extents, at least one example, as many values as the shape says. */
export const checkShape = ({ values, shape }: Values, name: string): void => {
  if (values.length === 0 || shape.length === 0) {
    throw new ThalwegError("data", `${name} must hold at least one example, got shape ${showShape(shape)}`);
  }
  if (!shape.every((extent) => Number.isInteger(extent) && extent > 0)) {
    throw new ThalwegError("shape", `${name}: extents must be positive whole numbers, got shape ${showShape(shape)}`);
  }
  if (sizeOf(shape) !== values.length) {
    throw new ThalwegError(
      "shape",
      `${name}: shape ${showShape(shape)} needs ${sizeOf(shape)} values, got ${values.length}`,
    );
  }
};

export const checkCounts = (inputs: Values, targets: Values): void => {
  const [examples] = inputs.shape;
  const [answers] = targets.shape;
  if (examples === answers) return;
  throw new ThalwegError(
    "data",
    `dataset: inputs and targets must hold equally many examples, got ${examples} inputs ` +
      `${showShape(inputs.shape)} and ${answers} targets ${showShape(targets.shape)}`,
  );
};

/** NaN and infinity in the data would become NaN in the weights: refused, with the first position. */
export const checkFinite = ({ values, shape }: Values, name: string): void => {
  if (!isFloat(dtypeOf(values))) return;
  const offset = values.findIndex((value: number) => !Number.isFinite(value));
  if (offset < 0) return;
  throw new ThalwegError(
    "data",
    `${name} must be finite, got ${values[offset]} at ${positionOf(offset, shape)}; ` +
      "remove or fill such examples before training",
  );
};

/** Labels [examples] as int32, each naming a class; or one number a class, [examples, classes]. */
export const checkLabels = (targets: Values, classes: readonly string[], name: string): Values => {
  const { values, shape } = targets;
  if (shape.length === 2 && shape[1] === classes.length) return targets;
  if (shape.length !== 1) {
    throw new ThalwegError(
      "shape",
      `${name}: with ${classes.length} classes the shape must be [examples] or [examples, ${classes.length}], ` +
        `got ${showShape(shape)}`,
    );
  }
  const wrong = values.findIndex((label: number) => !Number.isInteger(label) || label < 0 || label >= classes.length);
  if (wrong >= 0) {
    throw new ThalwegError(
      "data",
      `${name}: labels of ${classes.length} classes must be whole numbers from 0 to ${classes.length - 1}, ` +
        `got ${values[wrong]} at [${wrong}]; list every class in classes, or number the labels from 0`,
    );
  }
  return values instanceof Int32Array ? targets : { values: Int32Array.from(values), shape };
};

/** Weights [examples]: one finite number ≥ 0 for each input. */
export const checkWeights = (weights: Values, inputs: Values): Values => {
  const { values, shape } = weights;
  if (shape.length !== 1 || shape[0] !== inputs.shape[0]) {
    throw new ThalwegError(
      "shape",
      `dataset: weights must be [${inputs.shape[0]}], one an example, got ${showShape(shape)}`,
    );
  }
  const wrong = values.findIndex((weight: number) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (wrong < 0) return weights;
  throw new ThalwegError("data", `dataset: weights must be finite and ≥ 0, got ${values[wrong]} at [${wrong}]`);
};
