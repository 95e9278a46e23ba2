import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Shape, sameShape } from "../graph/index.ts";
import { isFloat } from "../kernels/dtype.ts";
import { showBatched } from "../layers/layer.ts";
import type { CrossEntropyOptions } from "./cross-entropy.ts";
import type { TargetSpec } from "./loss.ts";

/** Throws when outputs of this shape and such targets do not fit each other. */
export const checkTarget = (
  outputShape: Shape,
  target: TargetSpec,
  { classWeights, ignoreIndex }: Pick<CrossEntropyOptions, "classWeights" | "ignoreIndex">,
): void => {
  const classes = outputShape[outputShape.length - 1] ?? 1;
  if (classes < 2) {
    throw new ThalwegError(
      "shape",
      `crossEntropy: expected an output for each of two or more classes, got ${showBatched(outputShape)}; ` +
        "use binaryCrossEntropy() for one output",
    );
  }
  if (classWeights !== undefined && classWeights.length !== classes) {
    throw new ThalwegError(
      "argument",
      `crossEntropy: classWeights must be one for each of the ${classes} classes, got ${classWeights.length}`,
    );
  }
  if (sameShape(outputShape, target.shape)) return;
  if (!sameShape(outputShape.slice(0, -1), target.shape)) {
    throw new ThalwegError(
      "shape",
      `crossEntropy: expected labels ${showBatched(outputShape.slice(0, -1))} or probabilities ` +
        `${showBatched(outputShape)}, got ${showBatched(target.shape)}; give the last layer one unit a class`,
    );
  }
  if (isFloat(target.dtype)) {
    throw new ThalwegError(
      "dtype",
      `crossEntropy: labels must be int32 or uint8, got ${target.dtype}; keep them in an Int32Array, or use mse() for numbers`,
    );
  }
  const wrong =
    target.values?.findIndex((label: number) => (label < 0 || label >= classes) && label !== ignoreIndex) ?? -1;
  if (wrong >= 0) {
    throw new ThalwegError(
      "data",
      `crossEntropy: labels of ${classes} classes must be from 0 to ${classes - 1}, got ${target.values?.[wrong]} at ` +
        `position ${wrong}; give the last layer one unit a class, or number the labels from 0`,
    );
  }
};
