import { promote } from "./dtypes.ts";
import { convert } from "./elementwise.ts";
import { pad, permute, reshape, slice } from "./movement.ts";
import { type Convolution, type ConvolutionSide, type Node, node } from "./node.ts";
import { matmul } from "./reduction.ts";
import { sizeOf } from "./shape.ts";
import { overlapAdd, reversed, windowSpan, windowsOf } from "./windows.ts";

/**
 * A convolution joins x [n, ...extents, c], filters [...taps, c/groups, o] and y [n, ...positions, o] in one sum,
 *
 *     Σ x[n, p·stride + k·dilation − before, c]·filters[k, c, o]·y[n, p, o]
 *
 * Each function here computes the sum over all indices but those of one of the three, given the other two; so the
 * gradients of any of them are the other two.
 */

const composed = (
  side: ConvolutionSide,
  { axes, groups }: Convolution,
  a: Node,
  b: Node,
  value: (a: Node, b: Node) => Node,
): Node => {
  const dtype = promote(promote(a.dtype, b.dtype), "float32");
  const operands = [convert(a, dtype), convert(b, dtype)] as const;
  const result = value(...operands);
  const plain = { axes: axes.map(({ stride, dilation, before }) => ({ stride, dilation, before })), groups };
  const rule = { name: "convolution", side, ...plain } as const;
  return node({ kind: "composed", rule }, [...operands, result], result.shape, dtype);
};

/** y of x and filters: the convolution itself. */
export const convolve = (x: Node, filters: Node, how: Convolution, positions: readonly number[]): Node =>
  composed("output", how, x, filters, (a, b) => outputValue(a, b, how, positions));

/** x of y and filters: the transposed convolution. */
export const convolutionInput = (y: Node, filters: Node, how: Convolution, extents: readonly number[]): Node =>
  composed("input", how, y, filters, (a, b) =>
    how.axes.every(({ stride }) => stride === 1) ? turnedValue(a, b, how, extents) : addedValue(a, b, how, extents),
  );

/** Filters of x and y. */
export const convolutionFilters = (x: Node, y: Node, how: Convolution, taps: readonly number[]): Node =>
  composed("filters", how, x, y, (a, b) => filtersValue(a, b, how, taps));

/** The channels of every group along an axis of their own, which comes first: [..., c] → [groups, ..., c/groups]. */
const groupsFirst = (x: Node, groups: number): Node => {
  const rank = x.shape.length;
  const split = reshape(x, [...x.shape.slice(0, -1), groups, x.shape[rank - 1] / groups]);
  return permute(split, [rank - 1, ...Array.from({ length: rank - 1 }, (_, axis) => axis), rank]);
};

/** [groups, ..., c/groups] → [..., c]. */
const groupsLast = (x: Node): Node => {
  const rank = x.shape.length;
  const moved = permute(x, [...Array.from({ length: rank - 2 }, (_, axis) => axis + 1), 0, rank - 1]);
  return reshape(moved, [...x.shape.slice(1, -1), x.shape[0] * x.shape[rank - 1]]);
};

/** Windows times filters, one row a position; no window is stored. */
const outputValue = (x: Node, filters: Node, { axes, groups }: Convolution, positions: readonly number[]): Node => {
  const taps = filters.shape.slice(0, axes.length);
  const windows = windowsOf(x, axes, positions, taps);
  const terms = sizeOf(filters.shape.slice(0, -1));
  if (groups === 1) {
    const rows = reshape(windows, [x.shape[0], ...positions, terms]);
    return matmul(rows, reshape(filters, [terms, -1]));
  }
  const rows = reshape(groupsFirst(windows, groups), [groups, -1, terms]);
  const product = matmul(rows, reshape(groupsFirst(filters, groups), [groups, terms, -1]));
  return reshape(groupsLast(product), [x.shape[0], ...positions, -1]);
};

/** With stride 1 the input is a convolution of the output with turned filters. */
const turnedValue = (y: Node, filters: Node, { axes, groups }: Convolution, extents: readonly number[]): Node => {
  const taps = filters.shape.slice(0, axes.length);
  const spatial = axes.map((_, axis) => axis);
  // [groups, ...taps, in, out] → [...taps, out, groups·in]
  const turned = groupsFirst(reversed(filters, spatial), groups);
  const swapped = permute(turned, [0, ...spatial.map((axis) => axis + 1), axes.length + 2, axes.length + 1]);
  const back = axes.map(({ dilation, before }, axis) => ({
    stride: 1,
    dilation,
    before: windowSpan(taps[axis], dilation) - 1 - before,
  }));
  return outputValue(y, groupsLast(swapped), { axes: back, groups }, extents);
};

/** Otherwise every output adds its share to the window it came from. */
const addedValue = (y: Node, filters: Node, { axes, groups }: Convolution, extents: readonly number[]): Node => {
  const taps = filters.shape.slice(0, axes.length);
  const positions = y.shape.slice(1, -1);
  const terms = sizeOf(filters.shape.slice(0, -1));
  const rows = reshape(groupsFirst(y, groups), [groups, -1, y.shape[y.shape.length - 1] / groups]);
  const columns = permute(reshape(groupsFirst(filters, groups), [groups, terms, -1]), [0, 2, 1]);
  const product = reshape(matmul(rows, columns), [groups, y.shape[0], ...positions, ...taps, -1]);
  const windows = groups === 1 ? reshape(product, product.shape.slice(1)) : groupsLast(product);
  const reach = axes.map(({ stride, dilation, before }, axis) =>
    Math.max((positions[axis] - 1) * stride + windowSpan(taps[axis], dilation), extents[axis] + before),
  );
  const whole = overlapAdd(
    windows,
    1,
    axes.map(({ stride }) => stride),
    axes.map(({ dilation }) => dilation),
    reach,
  );
  return axes.reduce((x, { before }, index) => {
    const axis = index + 1;
    const wide = pad(
      x,
      x.shape.map((_, a) => (a === axis ? [Math.max(-before, 0), 0] : [0, 0])),
      0,
    );
    return slice(
      wide,
      wide.shape.map((extent, a) =>
        a === axis
          ? { start: Math.max(before, 0), count: extents[index], step: 1 }
          : { start: 0, count: extent, step: 1 },
      ),
    );
  }, whole);
};

/** Windows, one row a tap and channel, times the output, one row a position. */
const filtersValue = (x: Node, y: Node, { axes, groups }: Convolution, taps: readonly number[]): Node => {
  const positions = y.shape.slice(1, -1);
  const windows = groupsFirst(windowsOf(x, axes, positions, taps), groups);
  const count = axes.length;
  const spatial = axes.map((_, axis) => axis);
  // [groups, n, ...positions, ...taps, in] → [groups, ...taps, in, n, ...positions]
  const tapsFirst = permute(windows, [
    0,
    ...spatial.map((axis) => 2 + count + axis),
    2 + 2 * count,
    1,
    ...spatial.map((axis) => 2 + axis),
  ]);
  const inner = x.shape[x.shape.length - 1] / groups;
  const rows = reshape(tapsFirst, [groups, sizeOf(taps) * inner, -1]);
  const outputs = reshape(groupsFirst(y, groups), [groups, rows.shape[2], -1]);
  return reshape(groupsLast(matmul(rows, outputs)), [...taps, inner, -1]);
};
