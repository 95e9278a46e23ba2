import { type DType, dtypeOf, type TypedArray } from "../kernels/dtype.ts";
import { holds } from "./dtypes.ts";
import { convert } from "./elementwise.ts";
import { expandTo } from "./movement.ts";
import { type Node, node, type Storage } from "./node.ts";
import { checkShape, type Shape } from "./shape.ts";

export const leaf = (storage: Storage, shape: Shape): Node => node({ kind: "leaf", storage }, [], shape, storage.dtype);

/** A leaf of values on the host, which the caller no longer changes. */
export const hostLeaf = (host: TypedArray, shape: Shape): Node =>
  leaf({ dtype: dtypeOf(host), length: host.length, host }, shape);

export const input = (index: number, shape: Shape, dtype: DType): Node =>
  node({ kind: "input", index }, [], shape, dtype);

/** A user's number: an argument of the program, never part of its key. */
export const scalar = (value: number, dtype: DType, shape: Shape = []): Node => number("scalar", value, dtype, shape);

/** A number that belongs to the operation itself, such as the 0 of relu. */
export const literal = (value: number, dtype: DType, shape: Shape = []): Node => number("literal", value, dtype, shape);

/** Numbers a dtype does not hold are converted as arrays are: 300 becomes the uint8 44. */
const number = (kind: "scalar" | "literal", value: number, dtype: DType, shape: Shape): Node => {
  const direct = holds(dtype, value);
  const plain = node({ kind, value }, [], [], direct ? dtype : "float64");
  return expandTo(convert(plain, dtype), shape);
};

export const knob = (name: string, dtype: DType): Node => node({ kind: "knob", name }, [], [], dtype);

/** int32 indices along `axis`. */
export const iota = (shape: Shape, axis: number): Node =>
  node({ kind: "iota", axis }, [], checkShape("iota", shape), "int32");
