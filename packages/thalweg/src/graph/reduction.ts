import { ThalwegError } from "../errors/thalweg-error.ts";
import { isFloat } from "../kernels/dtype.ts";
import { convert } from "./elementwise.ts";
import { expandTo, pad, reshape } from "./movement.ts";
import { type Node, node, type ReduceName } from "./node.ts";
import { checkShape, showShape } from "./shape.ts";

/** Elements one thread sums at most; longer reductions are cut here, by shape alone. */
const chunk = 16384;

const identity = { sum: 0, max: Number.NEGATIVE_INFINITY, min: Number.POSITIVE_INFINITY } as const;

/**
 * Sum, maximum or minimum over axes, which vanish; of uint8 in int32. Axes that are not neighbours are reduced one run
 * after the other, and long runs in chunks, so that the order of additions follows from the shape.
 */
export const reduce = (name: ReduceName, operand: Node, axes: readonly number[]): Node => {
  const x = operand.dtype === "uint8" ? convert(operand, "int32") : operand;
  return reshape(
    reduceRuns(name, x, axes),
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
};

/** Axes of extent 1 between reduced ones may vanish with them. */
const reduceRuns = (name: ReduceName, x: Node, axes: readonly number[]): Node => {
  const reduced = axes.filter((axis) => x.shape[axis] !== 1);
  if (reduced.length === 0) return x;
  const last = reduced[reduced.length - 1];
  let first = last;
  let length = x.shape[last];
  // A longer run goes into one reduction while it stays within a chunk.
  while (
    first > 0 &&
    (reduced.includes(first - 1) || x.shape[first - 1] === 1) &&
    length * x.shape[first - 1] <= chunk
  ) {
    length *= x.shape[--first];
  }
  while (x.shape[first] === 1) first++;
  const run = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  const partial = run.length === 1 && length > chunk ? chunked(name, x, last) : single(name, x, run);
  const rest = reduced.filter((axis) => !run.includes(axis));
  return rest.length > 0 ? reduceRuns(name, partial, rest) : partial;
};

const single = (name: ReduceName, x: Node, axes: readonly number[]): Node =>
  node(
    { kind: "reduce", name, axes },
    [x],
    x.shape.filter((_, axis) => !axes.includes(axis)),
    x.dtype,
  );

/** The fewest equal parts of at most a chunk, when there are not too many of them. */
const evenParts = (length: number): number | undefined => {
  const fewest = Math.ceil(length / chunk);
  for (let count = fewest; count <= 2 * fewest; count++) if (length % count === 0) return count;
  return undefined;
};

const chunked = (name: ReduceName, x: Node, axis: number): Node => {
  const even = evenParts(x.shape[axis]);
  const count = even ?? Math.ceil(x.shape[axis] / chunk);
  const extent = even ? x.shape[axis] / even : chunk;
  const missing = count * extent - x.shape[axis];
  const fill = name === "sum" ? 0 : isFloat(x.dtype) ? identity[name] : name === "max" ? -(2 ** 31) : 2 ** 31 - 1;
  const padded = pad(
    x,
    x.shape.map((_, a) => (a === axis ? [0, missing] : [0, 0])),
    fill,
  );
  const split = reshape(padded, [...x.shape.slice(0, axis), count, extent, ...x.shape.slice(axis + 1)]);
  return reduce(name, single(name, split, [axis + 1]), [axis]);
};

export const cumsum = (x: Node, axis: number): Node => node({ kind: "cumsum", axis }, [x], x.shape, x.dtype);

/** Matrix product over the last two axes; leading axes broadcast. */
export const matmul = (a: Node, b: Node): Node => {
  if (a.shape.length < 2 || b.shape.length < 2) {
    throw new ThalwegError(
      "shape",
      `matmul: needs matrices, got ${showShape(a.shape)} and ${showShape(b.shape)}; reshape vectors to [1, n] or [n, 1]`,
    );
  }
  const [m, k] = a.shape.slice(-2);
  const [rows, n] = b.shape.slice(-2);
  if (k !== rows) {
    throw new ThalwegError(
      "shape",
      `matmul: ${showShape(a.shape)} × ${showShape(b.shape)} do not fit: ${k} columns meet ${rows} rows; ` +
        "transpose an operand or change the layer before it",
    );
  }
  const dtype = a.dtype === "float64" || b.dtype === "float64" ? "float64" : "float32";
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batch = batchShape(a, b, batchA, batchB);
  const left = expandTo(convert(a, dtype), [...batch, m, k]);
  const right = expandTo(convert(b, dtype), [...batch, k, n]);
  return node({ kind: "matmul" }, [left, right], checkShape("matmul", [...batch, m, n]), dtype);
};

const batchShape = (a: Node, b: Node, batchA: readonly number[], batchB: readonly number[]): number[] => {
  const rank = Math.max(batchA.length, batchB.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = batchA[axis - rank + batchA.length] ?? 1;
    const right = batchB[axis - rank + batchB.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new ThalwegError(
        "shape",
        `matmul: leading axes of ${showShape(a.shape)} and ${showShape(b.shape)} do not broadcast (${left} and ${right}); ` +
          "make them equal or 1",
      );
    }
    return Math.max(left, right);
  });
};

/** Sum over `axes`, which stay with extent 1. */
export const sumKeeping = (x: Node, axes: readonly number[]): Node =>
  reshape(
    reduce("sum", x, axes),
    x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
  );

/** The gradient of broadcasting `shape` to the shape of `gradient`. */
export const sumToShape = (gradient: Node, shape: readonly number[]): Node => {
  const missing = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((extent, axis) =>
    axis < missing || (shape[axis - missing] === 1 && extent !== 1) ? [axis] : [],
  );
  return reshape(axes.length > 0 ? reduce("sum", gradient, axes) : gradient, shape);
};
