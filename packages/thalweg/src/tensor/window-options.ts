import { ThalwegError } from "../errors/thalweg-error.ts";
import { type ConvolutionAxis, type Shape, showShape, windowSpan } from "../graph/index.ts";

/** One number for all spatial axes, or one an axis. */
export type PerAxis = number | readonly number[];

/**
 * What lies around an image: nothing ("valid"); as much as gives ⌈extent / stride⌉ positions, the smaller half before
 * ("same", as in TensorFlow and Keras); as much on every side; or an entry an axis, a number for both sides or [before,
 * after].
 */
export type Padding = "valid" | "same" | number | readonly (number | readonly [before: number, after: number])[];

export interface WindowOptions {
  /** How far apart windows begin; 1 unless said. */
  readonly strides?: PerAxis;
  /** "valid" unless said. */
  readonly padding?: Padding;
  /** How far apart the elements of a window are; 1 unless said. */
  readonly dilation?: PerAxis;
}

/** A window's way along one axis. */
export interface WindowAxis extends ConvolutionAxis {
  readonly after: number;
}

/** The axes of an image in errors. */
export const imageAxes: Readonly<Record<number, string>> = {
  1: "[batch, time, channels]",
  2: "[batch, height, width, channels]",
};

const refuse = (message: string): never => {
  throw new ThalwegError("argument", message);
};

/** Positive integers, one an axis. */
export const perAxis = (operation: string, option: string, value: PerAxis, axes: number): readonly number[] => {
  const list = typeof value === "number" ? Array.from({ length: axes }, () => value) : value;
  const fits =
    Array.isArray(list) && list.length === axes && list.every((each) => Number.isSafeInteger(each) && each > 0);
  if (fits) return list;
  const wanted = axes === 1 ? "a positive integer" : `a positive integer, or ${axes} of them`;
  return refuse(`${operation}: ${option} must be ${wanted}, got ${JSON.stringify(value)}`);
};

/** [before, after] of every axis; undefined for "same", which depends on extents. */
export const paddingWidths = (
  operation: string,
  padding: Padding,
  axes: number,
): readonly (readonly [number, number])[] | undefined => {
  if (padding === "same") return undefined;
  const list = padding === "valid" ? 0 : padding;
  const entries = typeof list === "number" ? Array.from({ length: axes }, () => list) : list;
  // Without types, other libraries' words such as "full" come here.
  const widths = (typeof entries === "object" ? entries : []).map((entry) =>
    typeof entry === "number" ? ([entry, entry] as const) : entry,
  );
  const fits =
    widths.length === axes &&
    widths.every((sides) => sides.length === 2 && sides.every((width) => Number.isSafeInteger(width) && width >= 0));
  if (fits) return widths;
  return refuse(
    `${operation}: padding must be "valid", "same", an integer ≥ 0 or ${axes === 1 ? "one" : axes} such or ` +
      `[before, after], got ${JSON.stringify(padding)}`,
  );
};

/** Where windows of `taps` elements an axis lie in `extents`, and how many there are. */
export const windowsIn = (
  operation: string,
  extents: Shape,
  taps: readonly number[],
  { strides = 1, padding = "valid", dilation = 1 }: WindowOptions,
): { readonly axes: readonly WindowAxis[]; readonly positions: readonly number[] } => {
  const steps = perAxis(operation, "strides", strides, extents.length);
  const dilations = perAxis(operation, "dilation", dilation, extents.length);
  const widths = paddingWidths(operation, padding, extents.length);
  const axes = extents.map((extent, axis) => {
    const way = { stride: steps[axis], dilation: dilations[axis] };
    const [before, after] = widths?.[axis] ?? sameWidths(extent, taps[axis], way);
    return { ...way, before, after };
  });
  const positions = axes.map(({ stride, dilation: apart, before, after }, axis) => {
    const room = extents[axis] + before + after - windowSpan(taps[axis], apart);
    return Math.floor(room / stride) + 1;
  });
  if (positions.some((count) => count < 1)) {
    const spans = taps.map((count, axis) => windowSpan(count, dilations[axis]));
    const padded = axes.map(({ before, after }, axis) => extents[axis] + before + after);
    throw new ThalwegError(
      "shape",
      `${operation}: a window over ${showShape(spans)} does not fit in ${showShape(padded)}; ` +
        'use padding: "same", a smaller window, or fewer layers that shrink the image before it',
    );
  }
  return { axes, positions };
};

/** Zeros on both sides of an axis so that there are ⌈extent / stride⌉ windows. */
const sameWidths = (
  extent: number,
  taps: number,
  { stride, dilation }: { readonly stride: number; readonly dilation: number },
): readonly [number, number] => {
  const reach = (Math.ceil(extent / stride) - 1) * stride + windowSpan(taps, dilation);
  const total = Math.max(reach - extent, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
};

/** How large an image has windows whose positions are `positions`: what a transposed convolution makes. */
export const extentsFor = (
  operation: string,
  positions: Shape,
  taps: readonly number[],
  { strides = 1, padding = "valid", dilation = 1, outputPadding = 0 }: WindowOptions & { outputPadding?: PerAxis },
): { readonly axes: readonly WindowAxis[]; readonly extents: readonly number[] } => {
  const count = positions.length;
  const steps = perAxis(operation, "strides", strides, count);
  const dilations = perAxis(operation, "dilation", dilation, count);
  const widths = paddingWidths(operation, padding, count);
  const added = typeof outputPadding === "number" ? positions.map(() => outputPadding) : outputPadding;
  const fits = (width: number, axis: number) =>
    Number.isSafeInteger(width) && width >= 0 && width < (widths ? Math.max(steps[axis], dilations[axis]) : 1);
  if (added.length !== count || !added.every(fits)) {
    const rule = widths ? "integers ≥ 0 and less than the stride or dilation" : '0 with padding "same"';
    refuse(`${operation}: outputPadding must be ${rule}, got ${JSON.stringify(outputPadding)}`);
  }
  const extents = positions.map((position, axis) => {
    if (!widths) return position * steps[axis];
    const [before, after] = widths[axis];
    return (position - 1) * steps[axis] + windowSpan(taps[axis], dilations[axis]) - before - after + added[axis];
  });
  if (extents.some((extent) => extent < 1)) {
    throw new ThalwegError(
      "shape",
      `${operation}: padding leaves nothing of an output of ${showShape(extents)}; use less padding`,
    );
  }
  const axes = extents.map((extent, axis) => {
    const way = { stride: steps[axis], dilation: dilations[axis] };
    const [before, after] = widths?.[axis] ?? sameWidths(extent, taps[axis], way);
    return { ...way, before, after };
  });
  return { axes, extents };
};
