import { ThalwegError } from "../errors/thalweg-error.ts";
import { holds } from "./dtypes.ts";
import { type Node, node } from "./node.ts";
import { checkShape, normalizeAxis, type Shape, sameShape, showShape, sizeOf } from "./shape.ts";

/** The same values in another shape; one extent may be −1 and is worked out. */
export const reshape = (x: Node, shape: Shape): Node => {
  const known = shape.reduce((product, extent) => (extent === -1 ? product : product * extent), 1);
  const full = shape.map((extent) => (extent === -1 ? sizeOf(x.shape) / known : extent));
  if (
    shape.filter((extent) => extent === -1).length > 1 ||
    sizeOf(full) !== sizeOf(x.shape) ||
    full.some((extent) => !Number.isInteger(extent))
  ) {
    throw new ThalwegError(
      "shape",
      `reshape: ${showShape(x.shape)} has ${sizeOf(x.shape)} elements and cannot become ${showShape(shape)}; ` +
        "the product of the extents must stay the same (one of them may be -1)",
    );
  }
  checkShape("reshape", full);
  if (sameShape(full, x.shape)) return x;
  const source = x.operation.kind === "reshape" ? x.inputs[0] : x;
  return sameShape(full, source.shape) ? source : node({ kind: "reshape" }, [source], full, x.dtype);
};

/** Axes in another order: axis i of the result is axis order[i] of x. */
export const permute = (x: Node, order: readonly number[]): Node => {
  const axes = order.map((axis) => normalizeAxis("permute", x.shape, axis));
  if (axes.length !== x.shape.length || new Set(axes).size !== axes.length) {
    throw new ThalwegError(
      "shape",
      `permute: order [${order.join(", ")}] must name each of the ${x.shape.length} axes of ${showShape(x.shape)} once`,
    );
  }
  if (axes.every((axis, position) => axis === position)) return x;
  return node(
    { kind: "permute", order: axes },
    [x],
    axes.map((axis) => x.shape[axis]),
    x.dtype,
  );
};

/** Swaps the last two axes. */
export const transpose = (x: Node): Node => {
  const rank = x.shape.length;
  if (rank < 2) {
    throw new ThalwegError("shape", `transpose: needs at least two axes, got ${showShape(x.shape)}; reshape it first`);
  }
  return permute(x, [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2]);
};

/** Repeats axes of extent 1, adding leading axes where `shape` has more. */
export const expandTo = (x: Node, shape: Shape): Node => {
  if (sameShape(x.shape, shape)) return x;
  const missing = shape.length - x.shape.length;
  const aligned = missing > 0 ? reshape(x, [...Array.from({ length: missing }, () => 1), ...x.shape]) : x;
  if (missing < 0 || aligned.shape.some((extent, axis) => extent !== 1 && extent !== shape[axis])) {
    throw new ThalwegError(
      "shape",
      `expand: ${showShape(x.shape)} cannot become ${showShape(shape)}; only axes of extent 1 repeat`,
    );
  }
  return sameShape(aligned.shape, shape)
    ? aligned
    : node({ kind: "expand" }, [aligned], checkShape("expand", shape), x.dtype);
};

/** Every step-th element from start (included) to stop (excluded) along each axis; negative steps run backwards. */
export const slice = (x: Node, ranges: readonly { start: number; count: number; step: number }[]): Node => {
  if (ranges.every(({ start, count, step }, axis) => start === 0 && step === 1 && count === x.shape[axis])) return x;
  return node(
    { kind: "slice", starts: ranges.map(({ start }) => start), steps: ranges.map(({ step }) => step) },
    [x],
    checkShape(
      "slice",
      ranges.map(({ count }) => count),
    ),
    x.dtype,
  );
};

/** `value` around x: widths[axis] = [before, after]. */
export const pad = (x: Node, widths: readonly (readonly [number, number])[], value: number): Node => {
  if (widths.length !== x.shape.length || widths.flat().some((width) => !Number.isInteger(width) || width < 0)) {
    throw new ThalwegError(
      "shape",
      `pad: widths ${JSON.stringify(widths)} must hold [before, after] as integers ≥ 0 for each of the ` +
        `${x.shape.length} axes of ${showShape(x.shape)}`,
    );
  }
  if (!holds(x.dtype, value)) {
    throw new ThalwegError("dtype", `pad: value ${value} is not a ${x.dtype}; convert the tensor with toType first`);
  }
  if (widths.every(([before, after]) => before === 0 && after === 0)) return x;
  return node(
    { kind: "pad", before: widths.map(([before]) => before), value },
    [x],
    x.shape.map((extent, axis) => extent + widths[axis][0] + widths[axis][1]),
    x.dtype,
  );
};
