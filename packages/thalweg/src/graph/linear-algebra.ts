import type { Routine } from "../devices/device.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { convert } from "./elementwise.ts";
import { reshape, slice } from "./movement.ts";
import { type Node, node } from "./node.ts";
import { type Shape, showShape, sizeOf } from "./shape.ts";

/** Eigenvalues [n] of a symmetric [n, n], ascending, and its eigenvectors in the columns of [n, n]. */
export const eigh = (x: Node): { values: Node; vectors: Node } => {
  const [n, columns] = x.shape;
  if (x.shape.length !== 2 || n !== columns) {
    throw new ThalwegError("shape", `eigh: takes one square matrix, got ${showShape(x.shape)}`);
  }
  const [values, vectors] = called("eigh", x, [[n], [n, n]]);
  return { values, vectors };
};

/** x = q·r for [m, n]: orthonormal columns q [m, k] and upper triangular r [k, n], k the smaller of m and n. */
export const qr = (x: Node): { q: Node; r: Node } => {
  if (x.shape.length !== 2) throw new ThalwegError("shape", `qr: takes one matrix, got ${showShape(x.shape)}`);
  const [m, n] = x.shape;
  const k = Math.min(m, n);
  const [q, r] = called("qr", x, [
    [m, k],
    [k, n],
  ]);
  return { q, r };
};

/** The results of a routine, cut from the one row that it writes. */
const called = (routine: Routine, x: Node, shapes: readonly Shape[]): Node[] => {
  const operand = convert(x, x.dtype === "float64" ? "float64" : "float32");
  const sizes = shapes.map(sizeOf);
  const length = sizes.reduce((total, size) => total + size, 0);
  const row = node({ kind: "call", routine }, [operand], [length], operand.dtype);
  let start = 0;
  return shapes.map((shape, index) => {
    const result = reshape(slice(row, [{ start, count: sizes[index], step: 1 }]), shape);
    start += sizes[index];
    return result;
  });
};
