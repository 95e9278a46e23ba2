import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import { checkShape, type Shape, showShape, sizeOf } from "../graph/index.ts";
import { type DType, dtypeOf, type TypedArray, typedArray } from "../kernels/dtype.ts";
import { Tensor } from "./tensor.ts";

/** Numbers nested as deep as a tensor has axes. */
export type Nested = number | readonly Nested[];

/**
 * A tensor of given values: nested arrays, or a typed array with its shape. Typed arrays keep their
 * dtype, nested ones are float32 unless said. Values are copied.
 *
 * @example
 * tensor([[1, 2], [3, 4]]).shape; // [2, 2]
 * tensor(new Int32Array(6), [2, 3]).dtype; // "int32"
 */
export const tensor = (values: Nested | TypedArray, shape?: Shape, dtype?: DType): Tensor => {
  const flat = ArrayBuffer.isView(values) ? values : flatValues(values);
  const own = ArrayBuffer.isView(values) ? [values.length] : shapeOf(values, "tensor");
  const full = shape ?? own;
  if (sizeOf(checkShape("tensor", full)) !== flat.length) {
    throw new ThalwegError("shape", `tensor: ${flat.length} values do not fill the shape ${showShape(full)}`);
  }
  const stored = typedArray(dtype ?? (ArrayBuffer.isView(values) ? dtypeOf(values) : "float32"), flat.length);
  stored.set(flat);
  return new Tensor(graph.hostLeaf(stored, full));
};

const shapeOf = (values: Nested, operation: string): number[] => {
  if (typeof values === "number") return [];
  if (values.length === 0)
    throw new ThalwegError("shape", `${operation}: an empty list has no elements; give at least one`);
  const shapes = values.map((inner) => shapeOf(inner, operation));
  const ragged = shapes.find((inner) => !graph.sameShape(inner, shapes[0]));
  if (ragged) {
    throw new ThalwegError(
      "shape",
      `${operation}: rows of different shapes, ${showShape(shapes[0])} and ${showShape(ragged)}`,
    );
  }
  return [values.length, ...shapes[0]];
};

const flatValues = (values: Nested): number[] => (typeof values === "number" ? [values] : values.flatMap(flatValues));

export const full = (shape: Shape, value: number, dtype: DType = "float32"): Tensor =>
  new Tensor(graph.scalar(value, dtype, checkShape("full", shape)));

export const zeros = (shape: Shape, dtype: DType = "float32"): Tensor =>
  new Tensor(graph.literal(0, dtype, checkShape("zeros", shape)));

export const ones = (shape: Shape, dtype: DType = "float32"): Tensor =>
  new Tensor(graph.literal(1, dtype, checkShape("ones", shape)));

/** 0, 1, … count − 1. */
export const arange = (count: number, dtype: DType = "int32"): Tensor =>
  new Tensor(graph.iota([count], 0)).toType(dtype);

/** The identity matrix [n, n]. */
export const eye = (n: number, dtype: DType = "float32"): Tensor =>
  new Tensor(graph.iota([n, n], 0)).eq(new Tensor(graph.iota([n, n], 1))).toType(dtype);

/** Tensors one after the other along an axis; their other extents are equal. */
export const concat = (parts: readonly Tensor[], axis = 0): Tensor =>
  new Tensor(
    graph.concat(
      parts.map((part) => part.node),
      axis,
    ),
  );

/** Tensors of one shape along a new axis. */
export const stack = (parts: readonly Tensor[], axis = 0): Tensor => {
  const at = axis < 0 ? axis + (parts[0]?.shape.length ?? 0) + 1 : axis;
  return concat(
    parts.map((part) => part.reshape([...part.shape.slice(0, at), 1, ...part.shape.slice(at)])),
    at,
  );
};
