import { ThalwegError } from "../errors/thalweg-error.ts";
import { showShape, sizeOf } from "../graph/shape.ts";
import { type DType, dtypeOf, type TypedArray, typedArray } from "../kernels/dtype.ts";

/** Numbers in row-major order with their shape; in a data set the first extent counts examples. */
export interface Values {
  readonly values: TypedArray;
  readonly shape: readonly number[];
}

/** Numbers nested in arrays, every array of a level equally long. */
export type NestedNumbers = readonly (number | NestedNumbers)[];

export const isNested = (item: unknown): item is NestedNumbers => Array.isArray(item);

/** Numbers in one example. */
export const exampleSize = ({ shape }: Values): number => sizeOf(shape.slice(1));

/** The position of element `offset` in an array of `shape`, as `[2, 0, 7]`. */
export const positionOf = (offset: number, shape: readonly number[]): string => {
  const position: number[] = [];
  let rest = offset;
  for (const extent of [...shape].reverse()) {
    position.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return `[${position.join(", ")}]`;
};

const nestedShape = (nested: NestedNumbers): number[] => {
  const shape: number[] = [];
  let level: NestedNumbers | number = nested;
  while (isNested(level)) {
    shape.push(level.length);
    level = level[0];
  }
  return shape;
};

/** Row-major values of nested arrays; `name` stands in the error for arrays that are not equally long. */
export const flatten = (nested: NestedNumbers, dtype: DType, name: string): Values => {
  const shape = nestedShape(nested);
  const values = typedArray(dtype, sizeOf(shape));
  let offset = 0;
  const visit = (item: NestedNumbers | number, depth: number, path: readonly number[]): void => {
    if (typeof item === "number" && depth === shape.length) {
      values[offset] = item;
      offset += 1;
    } else if (isNested(item) && item.length === shape[depth]) {
      for (const [index, inner] of item.entries()) visit(inner, depth + 1, [...path, index]);
    } else {
      const found = isNested(item) ? `an array of ${item.length}` : `${item}`;
      const rule = depth === shape.length ? "a number" : `an array of ${shape[depth]}`;
      throw new ThalwegError(
        "shape",
        `${name}: nested arrays must be equally long, expected ${rule} at ${showShape(path)}, got ${found}`,
      );
    }
  };
  visit(nested, 0, []);
  return { values, shape };
};

/** The examples at `indices`, in that order, copied. */
export const gather = (source: Values, indices: ArrayLike<number>): Values => {
  const size = exampleSize(source);
  const values = typedArray(dtypeOf(source.values), indices.length * size);
  for (let row = 0; row < indices.length; row += 1) {
    const start = indices[row] * size;
    values.set(source.values.subarray(start, start + size), row * size);
  }
  return { values, shape: [indices.length, ...source.shape.slice(1)] };
};

/** Examples begin to end − 1, without copying. */
export const slice = (source: Values, begin: number, end: number): Values => {
  const size = exampleSize(source);
  return { values: source.values.subarray(begin * size, end * size), shape: [end - begin, ...source.shape.slice(1)] };
};
