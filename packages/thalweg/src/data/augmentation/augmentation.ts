import { ThalwegError } from "../../errors/thalweg-error.ts";
import { showShape } from "../../graph/shape.ts";
import { type DType, isFloat, type TypedArray } from "../../kernels/dtype.ts";
import type { Generator } from "../../random/index.ts";

/** A random change of one example that leaves its target as it is. */
export interface Augmentation {
  readonly name: string;
  /** Throws when examples of this shape (without the batch axis) cannot be changed so. */
  check(shape: readonly number[], dtype: DType): void;
  /** Changes an example in place; all that is random comes from `random`. */
  apply(example: TypedArray, shape: readonly number[], random: Generator): void;
}

/** What is asked of examples that are moved or mirrored. */
export const checkImage = (name: string, shape: readonly number[]): void => {
  if (shape.length === 3) return;
  throw new ThalwegError(
    "shape",
    `${name}: inputs must be images [examples, height, width, channels], got examples of shape ${showShape(shape)}`,
  );
};

export const checkFloats = (name: string, dtype: DType): void => {
  if (isFloat(dtype)) return;
  throw new ThalwegError(
    "dtype",
    `${name}: inputs must be floats, got ${dtype}; bring them to [0, 1] with rescale() first`,
  );
};
