import {
  checkGroups,
  conv1dTranspose as transposed1d,
  conv2dTranspose as transposed2d,
} from "../tensor/convolution.ts";
import type { Tensor } from "../tensor/index.ts";
import { extentsFor, type PerAxis } from "../tensor/window-options.ts";
import { type ConvolutionKind, type ConvolutionLayerOptions, convolutionLayer } from "./convolution-layer.ts";
import type { Layer } from "./layer.ts";

export interface TransposedConvolutionLayerOptions extends ConvolutionLayerOptions {
  /** Elements more at the end of an axis, fewer than the stride; 0 unless said, and always with padding "same". */
  readonly outputPadding?: PerAxis;
}

const transposed = (
  kind: string,
  spatial: number,
  compute: (x: Tensor, weight: Tensor, options: TransposedConvolutionLayerOptions) => Tensor,
  filters: number,
): ConvolutionKind<TransposedConvolutionLayerOptions> => ({
  kind,
  spatial,
  extents: (path, extents, taps, options, channels) => {
    checkGroups(path, options.groups ?? 1, { channels, outputs: filters });
    return extentsFor(path, extents, taps, options).extents;
  },
  channels: (inputs, outputs, groups) => [inputs, outputs / groups],
  apply: compute,
});

/**
 * The transpose of a convolution along time, which makes sequences longer: [batch, time, channels] → [batch, (time −
 * 1)·stride + kernelSize − padding + outputPadding, filters], or time·stride with padding "same"; weight: [kernelSize,
 * channels, filters / groups], bias: [filters].
 *
 * @example
 * conv1dTranspose(8, 4, { strides: 2, padding: "same" }).build([25, 16]).outputShape; // [50, 8]
 */
export const conv1dTranspose = (
  filters: number,
  kernelSize: PerAxis,
  options: TransposedConvolutionLayerOptions = {},
): Layer => convolutionLayer(transposed("conv1dTranspose", 1, transposed1d, filters), filters, kernelSize, options);

/**
 * The transpose of a convolution over images, which makes images larger: extents (n − 1)·stride + kernelSize − padding +
 * outputPadding, or n·stride with padding "same"; weight: [height, width, channels, filters / groups], bias: [filters].
 * Zeiler et al. 2010, "Deconvolutional networks".
 *
 * @example
 * conv2dTranspose(8, 3, { strides: 2, padding: "same" }).build([7, 7, 16]).outputShape; // [14, 14, 8]
 */
export const conv2dTranspose = (
  filters: number,
  kernelSize: PerAxis,
  options: TransposedConvolutionLayerOptions = {},
): Layer => convolutionLayer(transposed("conv2dTranspose", 2, transposed2d, filters), filters, kernelSize, options);
