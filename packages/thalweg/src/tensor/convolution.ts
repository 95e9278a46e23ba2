import { ThalwegError } from "../errors/thalweg-error.ts";
import * as graph from "../graph/index.ts";
import { Tensor } from "./tensor.ts";
import { extentsFor, imageAxes, type PerAxis, type WindowOptions, windowsIn } from "./window-options.ts";

export interface ConvolutionOptions extends WindowOptions {
  /** Channels are cut into this many parts, each seen by its own part of the filters; as many as channels: depthwise. */
  readonly groups?: number;
}

export interface TransposedConvolutionOptions extends ConvolutionOptions {
  /** Elements more at the end of an axis, of the several output sizes that a stride allows; 0 unless said. */
  readonly outputPadding?: PerAxis;
}

/**
 * y[n, t, o] = Σ x[n, t·stride + k·dilation − before, c]·filters[k, c, o], with zeros outside x; the filters are not
 * turned. x: [batch, time, channels], filters: [width, channels / groups, out] → [batch, positions, out].
 *
 * @example
 * const y = conv1d(tensor([1, 2, 4], [1, 3, 1]), tensor([-1, 1], [2, 1, 1]));
 * await y.data(); // [1, 2]
 */
export const conv1d = (x: Tensor, filters: Tensor, options: ConvolutionOptions = {}): Tensor =>
  convolution("conv1d", 1, x, filters, options);

/**
 * y[n, i, j, o] = Σ x[n, i·stride + k·dilation − before, …, c]·filters[k, l, c, o], with zeros outside x; the filters
 * are not turned. x: [batch, height, width, channels], filters: [height, width, channels / groups, out] → [batch,
 * positions, positions, out]. Dumoulin & Visin 2016, arXiv:1603.07285, draw all of its options.
 *
 * @example
 * const y = conv2d(zeros([8, 28, 28, 1]), zeros([5, 5, 1, 32]), { padding: "same", strides: 2 });
 * y.shape; // [8, 14, 14, 32]
 */
export const conv2d = (x: Tensor, filters: Tensor, options: ConvolutionOptions = {}): Tensor =>
  convolution("conv2d", 2, x, filters, options);

/**
 * The transpose of `conv1d` as a linear map: every element adds its multiple of the filters to a window of the output.
 * x: [batch, time, channels], filters: [width, channels, out / groups] → [batch, (time − 1)·stride + width − padding +
 * outputPadding, out], or time·stride with padding "same".
 *
 * @example
 * const y = conv1dTranspose(tensor([1, 10], [1, 2, 1]), tensor([1, 2, 3], [3, 1, 1]), { strides: 2 });
 * await y.data(); // [1, 2, 13, 20, 30]
 */
export const conv1dTranspose = (x: Tensor, filters: Tensor, options: TransposedConvolutionOptions = {}): Tensor =>
  transposedConvolution("conv1dTranspose", 1, x, filters, options);

/**
 * The transpose of `conv2d` as a linear map, which makes images larger: every element adds its multiple of the filters
 * to a window of the output. x: [batch, height, width, channels], filters: [height, width, channels, out / groups] →
 * extents (n − 1)·stride + (width − 1)·dilation + 1 − padding + outputPadding, or n·stride with padding "same".
 *
 * @example
 * const y = conv2dTranspose(zeros([8, 7, 7, 64]), zeros([3, 3, 64, 32]), { strides: 2, padding: "same" });
 * y.shape; // [8, 14, 14, 32]
 */
export const conv2dTranspose = (x: Tensor, filters: Tensor, options: TransposedConvolutionOptions = {}): Tensor =>
  transposedConvolution("conv2dTranspose", 2, x, filters, options);

const convolution = (
  operation: string,
  spatial: number,
  x: Tensor,
  filters: Tensor,
  { groups = 1, ...options }: ConvolutionOptions,
): Tensor => {
  checkRanks(operation, spatial, x, filters, "channels / groups, out");
  const [inputs, outputs] = filters.shape.slice(-2);
  const channels = x.shape[spatial + 1];
  checkGroups(operation, groups, { channels, outputs });
  if (inputs * groups !== channels) {
    throw new ThalwegError(
      "shape",
      `${operation}: filters ${graph.showShape(filters.shape)} in ${groups} group${groups === 1 ? "" : "s"} take ` +
        `${inputs * groups} channels, but x ${graph.showShape(x.shape)} has ${channels}; ` +
        `make the filters' axis of channels ${channels / groups}`,
    );
  }
  const taps = filters.shape.slice(0, spatial);
  const { axes, positions } = windowsIn(operation, x.shape.slice(1, -1), taps, options);
  return new Tensor(graph.convolve(x.node, filters.node, { axes, groups }, positions));
};

const transposedConvolution = (
  operation: string,
  spatial: number,
  x: Tensor,
  filters: Tensor,
  { groups = 1, ...options }: TransposedConvolutionOptions,
): Tensor => {
  checkRanks(operation, spatial, x, filters, "channels, out / groups");
  const [inputs, perGroup] = filters.shape.slice(-2);
  const channels = x.shape[spatial + 1];
  checkGroups(operation, groups, { channels, outputs: perGroup * groups });
  if (inputs !== channels) {
    throw new ThalwegError(
      "shape",
      `${operation}: filters ${graph.showShape(filters.shape)} take ${inputs} channels, but x ` +
        `${graph.showShape(x.shape)} has ${channels}; make the filters' axis of channels ${channels}`,
    );
  }
  const taps = filters.shape.slice(0, spatial);
  const { axes, extents } = extentsFor(operation, x.shape.slice(1, -1), taps, options);
  const order = filters.shape.map((_, axis) => axis);
  const swapped = graph.permute(filters.node, [...order.slice(0, -2), spatial + 1, spatial]);
  return new Tensor(graph.convolutionInput(x.node, swapped, { axes, groups }, extents));
};

const checkRanks = (operation: string, spatial: number, x: Tensor, filters: Tensor, channels: string): void => {
  if (x.shape.length !== spatial + 2) {
    throw new ThalwegError(
      "shape",
      `${operation}: expected x ${imageAxes[spatial]}, got ${graph.showShape(x.shape)}; reshape it first`,
    );
  }
  if (filters.shape.length !== spatial + 2) {
    const extents = spatial === 1 ? "width" : "height, width";
    throw new ThalwegError(
      "shape",
      `${operation}: expected filters [${extents}, ${channels}], got ${graph.showShape(filters.shape)}; reshape them first`,
    );
  }
};

/** Throws when channels cannot be cut into `groups` equal parts. */
export const checkGroups = (
  operation: string,
  groups: number,
  { channels, outputs }: { readonly channels: number; readonly outputs: number },
): void => {
  const divides = Number.isSafeInteger(groups) && groups > 0 && channels % groups === 0 && outputs % groups === 0;
  if (!divides) {
    throw new ThalwegError(
      "argument",
      `${operation}: groups must divide the ${channels} channels of the input and the ${outputs} of the output, ` +
        `got ${groups}`,
    );
  }
};
