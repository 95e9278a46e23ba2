import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import { Tensor } from "./tensor.ts";
import { imageAxes, type Padding, type PerAxis, perAxis, windowsIn } from "./window-options.ts";

export interface PoolingOptions {
  /** How far apart windows begin; the window's own size unless said, so that they lie side by side. */
  readonly strides?: PerAxis;
  /** Less than the window; "valid" unless said. */
  readonly padding?: Padding;
}

export interface AveragePoolingOptions extends PoolingOptions {
  /** Whether zeros of the padding count as values; false unless said, as in Keras. torch counts them. */
  readonly countPadding?: boolean;
}

/** The largest value of each window: [batch, time, channels] → [batch, positions, channels]. See `maxPool2d`. */
export const maxPool1d = (x: Tensor, window: PerAxis, options: PoolingOptions = {}): Tensor =>
  maxPool("maxPool1d", 1, x, window, options);

/**
 * The largest value of each window, channel by channel: [batch, height, width, channels] → [batch, positions,
 * positions, channels]. The gradient goes to the first of a window's largest values, in row-major order. Padding holds
 * no values.
 *
 * @example
 * const y = maxPool2d(tensor([1, 2, 3, 4], [1, 2, 2, 1]), 2);
 * await y.data(); // [4]
 */
export const maxPool2d = (x: Tensor, window: PerAxis, options: PoolingOptions = {}): Tensor =>
  maxPool("maxPool2d", 2, x, window, options);

/** The mean of each window: [batch, time, channels] → [batch, positions, channels]. See `averagePool2d`. */
export const averagePool1d = (x: Tensor, window: PerAxis, options: AveragePoolingOptions = {}): Tensor =>
  averagePool("averagePool1d", 1, x, window, options);

/**
 * The mean of each window, channel by channel: [batch, height, width, channels] → [batch, positions, positions,
 * channels].
 *
 * @example
 * const y = averagePool2d(tensor([1, 2, 3, 4], [1, 2, 2, 1]), 2);
 * await y.data(); // [2.5]
 */
export const averagePool2d = (x: Tensor, window: PerAxis, options: AveragePoolingOptions = {}): Tensor =>
  averagePool("averagePool2d", 2, x, window, options);

/** The mean over all positions: [batch, ..., channels] → [batch, channels]. */
export const globalAveragePool = (x: Tensor): Tensor => x.mean(positionsOf("globalAveragePool", x));

/** The largest value over all positions: [batch, ..., channels] → [batch, channels]. Equal ones share the gradient. */
export const globalMaxPool = (x: Tensor): Tensor => x.max(positionsOf("globalMaxPool", x));

const maxPool = (operation: string, spatial: number, x: Tensor, window: PerAxis, options: PoolingOptions): Tensor =>
  new Tensor(
    graph.reduceWindows(
      "max",
      poolWindows(operation, spatial, x.float(), window, options, Number.NEGATIVE_INFINITY),
      spatial,
    ),
  );

const averagePool = (
  operation: string,
  spatial: number,
  x: Tensor,
  window: PerAxis,
  { countPadding = false, ...options }: AveragePoolingOptions,
): Tensor => {
  const sum = (values: Tensor) =>
    new Tensor(graph.reduceWindows("sum", poolWindows(operation, spatial, values, window, options, 0), spatial));
  const input = x.float();
  const total = sum(input);
  const isPadded = options.padding !== undefined && options.padding !== "valid" && options.padding !== 0;
  if (countPadding || !isPadded) {
    const size = graph.sizeOf(perAxis(operation, "window", window, spatial));
    return total.div(total.literal(size));
  }
  const one = input.literal(1).expand([1, ...x.shape.slice(1, -1), 1]);
  return total.div(sum(one));
};

/** Where the windows of a pooling lie; none of them lies in padding alone. */
export const poolingWindows = (
  operation: string,
  extents: graph.Shape,
  taps: readonly number[],
  { strides = taps, padding }: PoolingOptions,
): ReturnType<typeof windowsIn> => {
  const windows = windowsIn(operation, extents, taps, { strides, ...(padding !== undefined && { padding }) });
  windows.axes.forEach(({ before, after }, axis) => {
    if (Math.max(before, after) < taps[axis]) return;
    throw new ThalwegError(
      "argument",
      `${operation}: padding must be less than the window, or some windows hold nothing, ` +
        `got [${before}, ${after}] for a window of ${taps[axis]}`,
    );
  });
  return windows;
};

const poolWindows = (
  operation: string,
  spatial: number,
  x: Tensor,
  window: PerAxis,
  options: PoolingOptions,
  outside: number,
): graph.Node => {
  if (x.shape.length !== spatial + 2) {
    throw new ThalwegError(
      "shape",
      `${operation}: expected x ${imageAxes[spatial]}, got ${graph.showShape(x.shape)}; reshape it first`,
    );
  }
  const taps = perAxis(operation, "window", window, spatial);
  const { axes, positions } = poolingWindows(operation, x.shape.slice(1, -1), taps, options);
  return graph.windowsOf(x.node, axes, positions, taps, outside);
};

const positionsOf = (operation: string, x: Tensor): number[] => {
  if (x.shape.length < 3) {
    throw new ThalwegError(
      "shape",
      `${operation}: expected x [batch, ..., channels] with positions between, got ${graph.showShape(x.shape)}`,
    );
  }
  return x.shape.slice(1, -1).map((_, axis) => axis + 1);
};
