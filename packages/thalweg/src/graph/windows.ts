import { binary } from "./elementwise.ts";
import { pad, permute, reshape, slice } from "./movement.ts";
import { type ConvolutionAxis, type Node, node } from "./node.ts";

/** Elements from the first tap of a window to its last. */
export const windowSpan = (taps: number, dilation: number): number => (taps - 1) * dilation + 1;

/** A slice of one axis, the others whole. */
const along = (x: Node, axis: number, start: number, count: number, step = 1): Node =>
  slice(
    x,
    x.shape.map((extent, a) => (a === axis ? { start, count, step } : { start: 0, count: extent, step: 1 })),
  );

const padded = (x: Node, axis: number, before: number, after: number, value = 0): Node =>
  pad(
    x,
    x.shape.map((_, a) => (a === axis ? [before, after] : [0, 0])),
    value,
  );

/** The element `index` of an axis, which stays with extent 1. */
export const elementAlong = (x: Node, axis: number, index: number): Node => along(x, axis, index, 1);

/** Elements in reverse along `axes`. */
export const reversed = (x: Node, axes: readonly number[]): Node =>
  axes.reduce((turned, axis) => along(turned, axis, x.shape[axis] - 1, x.shape[axis], -1), x);

/**
 * Windows along the axes after the first: x [n, ...extents, ...rest] → [n, ...positions, ...taps, ...rest], where
 * window o begins `before` elements ahead of o·stride. Places outside x hold `outside`.
 */
export const windowsOf = (
  x: Node,
  axes: readonly ConvolutionAxis[],
  positions: readonly number[],
  taps: readonly number[],
  outside = 0,
): Node => {
  const around = axes.reduce((whole, { stride, dilation, before }, index) => {
    const axis = index + 1;
    const after = (positions[index] - 1) * stride + windowSpan(taps[index], dilation) - before - x.shape[axis];
    const cut = before < 0 ? along(whole, axis, -before, x.shape[axis] + before) : whole;
    return padded(cut, axis, Math.max(before, 0), Math.max(after, 0), outside);
  }, x);
  return node(
    {
      kind: "windows",
      first: 1,
      strides: axes.map(({ stride }) => stride),
      dilations: axes.map(({ dilation }) => dilation),
    },
    [around],
    [x.shape[0], ...positions, ...taps, ...x.shape.slice(1 + axes.length)],
    x.dtype,
  );
};

/** Some taps of a window as a row of `stride` places that begins `shift` rows further on, at place `start`. */
interface Piece {
  readonly from: number;
  readonly count: number;
  readonly shift: number;
  readonly start: number;
}

/** Where taps fall when an axis is cut into rows of `stride`; neighbouring taps of one row go together. */
const piecesOf = (taps: number, stride: number, dilation: number): Piece[] => {
  const pieces: Piece[] = [];
  for (let from = 0; from < taps; ) {
    const shift = Math.floor((from * dilation) / stride);
    const start = (from * dilation) % stride;
    const count = dilation === 1 ? Math.min(taps - from, stride - start) : 1;
    pieces.push({ from, count, shift, start });
    from += count;
  }
  return pieces;
};

/**
 * The sum over windows of what lies at each element, the transpose of reading them: [..., positions, taps, ...] →
 * [..., extents, ...], where axes `first` on are the spatial ones.
 */
export const overlapAdd = (
  windows: Node,
  first: number,
  strides: readonly number[],
  dilations: readonly number[],
  extents: readonly number[],
): Node => {
  const count = extents.length;
  // Every spatial axis in rows of its stride, [rows, stride] in place of [positions, taps].
  const rows = strides.reduce((sum, stride, index) => {
    const [positionAxis, tapAxis] = [first + index, first + count + index];
    const pieces = piecesOf(sum.shape[tapAxis], stride, dilations[index]);
    const last = Math.max(...pieces.map(({ shift }) => shift));
    return pieces
      .map(({ from, count: held, shift, start }) => {
        const row = padded(along(sum, tapAxis, from, held), tapAxis, start, stride - start - held);
        return padded(row, positionAxis, shift, last - shift);
      })
      .reduce((a, b) => binary("add", a, b));
  }, windows);
  const { shape } = rows;
  const rest = shape.slice(first + 2 * count);
  const paired = strides.flatMap((_, index) => [first + index, first + count + index]);
  const order = shape.map((_, axis) => (axis >= first && axis < first + 2 * count ? paired[axis - first] : axis));
  const whole = strides.map((stride, index) => shape[first + index] * stride);
  const joined = reshape(permute(rows, order), [...shape.slice(0, first), ...whole, ...rest]);
  return extents.reduce((x, extent, index) => {
    const axis = first + index;
    return extent > whole[index] ? padded(x, axis, 0, extent - whole[index]) : along(x, axis, 0, extent);
  }, joined);
};
