import { contiguousStrides, type Shape, sizeOf } from "../graph/shape.ts";

/** offset + Σ strides[d] · index of kernel dimension d. */
export interface Affine {
  readonly offset: number;
  readonly strides: readonly number[];
}

/** The place along `axes` neighbouring axes, counted as if they were one. */
export interface Span {
  readonly axes: number;
  readonly index: Affine;
}

/** Where an array is read: one span after another covers its axes. */
export type Coordinate = readonly Span[];

export const constant = (dims: number): Affine => ({ offset: 0, strides: Array.from({ length: dims }, () => 0) });

export const dimension = (dims: number, dim: number): Affine => ({
  offset: 0,
  strides: Array.from({ length: dims }, (_, d) => (d === dim ? 1 : 0)),
});

/** a·scale + shift. */
export const scaled = (a: Affine, scale: number, shift = 0): Affine => ({
  offset: a.offset * scale + shift,
  strides: a.strides.map((stride) => stride * scale),
});

export const sum = (a: Affine, b: Affine): Affine => ({
  offset: a.offset + b.offset,
  strides: a.strides.map((stride, d) => stride + b.strides[d]),
});

export const sameCoordinate = (a: Coordinate, b: Coordinate): boolean =>
  a === b || coordinateKey(a) === coordinateKey(b);

// A chain of element-wise items asks for the key of one coordinate again and again.
const keys = new WeakMap<Coordinate, string>();

export const coordinateKey = (coordinate: Coordinate): string => {
  const known = keys.get(coordinate);
  if (known !== undefined) return known;
  const key = coordinate.map(({ axes, index }) => `${axes}:${index.offset},${index.strides}`).join("|");
  keys.set(coordinate, key);
  return key;
};

/** Position in memory of an array with the given strides; a span needs its axes to be contiguous among themselves. */
export const addressOf = (coordinate: Coordinate, shape: Shape, dims: number): Affine => {
  const strides = contiguousStrides(shape);
  let address = constant(dims);
  let axis = 0;
  for (const { axes, index } of coordinate) {
    axis += axes;
    if (axes > 0) address = sum(address, scaled(index, strides[axis - 1]));
  }
  return address;
};

/** The same element of `to`, an array with the values of `from` in another shape. Always possible: at worst one span. */
export const throughReshape = (coordinate: Coordinate, from: Shape, to: Shape, dims: number): Coordinate => {
  const extents: number[] = [];
  let axis = 0;
  for (const { axes } of coordinate) {
    extents.push(sizeOf(from.slice(axis, axis + axes)));
    axis += axes;
  }
  const result: Span[] = [];
  let left = 0;
  let right = 0;
  while (right < to.length) {
    let covered = 1;
    let linear = constant(dims);
    const first = right;
    let product = to[right++];
    while (covered !== product) {
      if (covered < product) {
        linear = sum(scaled(linear, extents[left]), coordinate[left].index);
        covered *= extents[left++];
      } else product *= to[right++];
    }
    result.push({ axes: right - first, index: linear });
  }
  return result;
};

const rangesOf = (coordinate: Coordinate): { span: Span; first: number; end: number }[] => {
  let end = 0;
  return coordinate.map((span) => {
    const first = end;
    end += span.axes;
    return { span, first, end };
  });
};

/** The element of the array that was expanded to `to`; undefined when a span mixes repeated and other axes. */
export const throughExpand = (coordinate: Coordinate, from: Shape, to: Shape, dims: number): Coordinate | undefined => {
  const result: Span[] = [];
  for (const { span, first, end } of rangesOf(coordinate)) {
    const axes = Array.from({ length: end - first }, (_, offset) => first + offset);
    if (axes.every((axis) => from[axis] === to[axis])) result.push(span);
    else if (axes.every((axis) => from[axis] === 1)) result.push({ axes: span.axes, index: constant(dims) });
    else return undefined;
  }
  return result;
};

export const throughPermute = (coordinate: Coordinate, order: readonly number[]): Coordinate | undefined => {
  const moved: { source: number; span: Span }[] = [];
  for (const { span, first, end } of rangesOf(coordinate)) {
    for (let axis = first + 1; axis < end; axis++) if (order[axis] !== order[axis - 1] + 1) return undefined;
    if (span.axes > 0) moved.push({ source: order[first], span });
  }
  return moved.sort((a, b) => a.source - b.source).map(({ span }) => span);
};

/** Through start + step·index; a span of several axes may be cut along its first axis only. */
export const throughSlice = (
  coordinate: Coordinate,
  from: Shape,
  to: Shape,
  starts: readonly number[],
  steps: readonly number[],
): Coordinate | undefined => {
  const result: Span[] = [];
  for (const { span, first, end } of rangesOf(coordinate)) {
    const inner = sizeOf(from.slice(first + 1, end));
    for (let axis = first + 1; axis < end; axis++)
      if (from[axis] !== to[axis] || starts[axis] !== 0 || steps[axis] !== 1) return undefined;
    if (span.axes > 1 && steps[first] !== 1) return undefined;
    result.push({
      axes: span.axes,
      index: scaled(span.index, span.axes > 1 ? 1 : (steps[first] ?? 1), (starts[first] ?? 0) * inner),
    });
  }
  return result;
};

/** The element that a tap of a window shows: position·stride + tap·dilation along each axis of the windows. */
export const throughWindows = (
  coordinate: Coordinate,
  first: number,
  strides: readonly number[],
  dilations: readonly number[],
): Coordinate | undefined => {
  const count = strides.length;
  const own: Affine[] = [];
  const before: Span[] = [];
  const after: Span[] = [];
  for (const { span, first: start, end } of rangesOf(coordinate)) {
    if (span.axes === 0) continue;
    if (end <= first) before.push(span);
    else if (start >= first + 2 * count) after.push(span);
    else if (span.axes === 1) own.push(span.index);
    else return undefined;
  }
  const inside = strides.map((stride, axis): Span => {
    const index = sum(scaled(own[axis], stride), scaled(own[count + axis], dilations[axis]));
    return { axes: 1, index };
  });
  return [...before, ...inside, ...after];
};

/** Where a padded array lies inside: the index must be in [0, extent). */
export interface Bound {
  readonly index: Affine;
  readonly extent: number;
}

export const throughPad = (
  coordinate: Coordinate,
  from: Shape,
  to: Shape,
  before: readonly number[],
): { inside: Coordinate; bounds: Bound[] } | undefined => {
  const inside: Span[] = [];
  const bounds: Bound[] = [];
  for (const { span, first, end } of rangesOf(coordinate)) {
    for (let axis = first + 1; axis < end; axis++) if (from[axis] !== to[axis]) return undefined;
    const inner = sizeOf(from.slice(first + 1, end));
    const index = scaled(span.index, 1, -(before[first] ?? 0) * inner);
    if (span.axes > 0 && from[first] !== to[first]) bounds.push({ index, extent: sizeOf(from.slice(first, end)) });
    inside.push({ axes: span.axes, index });
  }
  return { inside, bounds };
};
