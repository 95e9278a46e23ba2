import { checkGroups, conv1d as convolve1d, conv2d as convolve2d } from "../tensor/convolution.ts";
import type { Tensor } from "../tensor/index.ts";
import { type PerAxis, windowsIn } from "../tensor/window-options.ts";
import { type ConvolutionKind, type ConvolutionLayerOptions, convolutionLayer } from "./convolution-layer.ts";
import type { Layer } from "./layer.ts";

const convolution = (
  kind: string,
  spatial: number,
  compute: (x: Tensor, weight: Tensor, options: ConvolutionLayerOptions) => Tensor,
  filters: number,
): ConvolutionKind<ConvolutionLayerOptions> => ({
  kind,
  spatial,
  extents: (path, extents, taps, options, channels) => {
    checkGroups(path, options.groups ?? 1, { channels, outputs: filters });
    return windowsIn(path, extents, taps, options).positions;
  },
  channels: (inputs, outputs, groups) => [inputs / groups, outputs],
  apply: compute,
});

/**
 * A convolution along time: [batch, time, channels] → [batch, positions, filters], with weight: [kernelSize, channels /
 * groups, filters], bias: [filters]. For outputs that see no later input, pad before only: `padding: [[kernelSize − 1,
 * 0]]`.
 *
 * @example
 * conv1d(16, 3, { padding: "same" }).build([50, 4]).outputShape; // [50, 16]
 */
export const conv1d = (filters: number, kernelSize: PerAxis, options: ConvolutionLayerOptions = {}): Layer =>
  convolutionLayer(convolution("conv1d", 1, convolve1d, filters), filters, kernelSize, options);

/**
 * A convolution over images: [batch, height, width, channels] → [batch, positions, positions, filters], with weight:
 * [height, width, channels / groups, filters], bias: [filters]. LeCun et al. 1998, "Gradient-based learning applied to
 * document recognition". Weights start from Glorot's uniform distribution and biases at 0, as in Keras; torch draws
 * both from U(±1/√fanIn).
 *
 * @example
 * const model = sequential([conv2d(32, 5, { padding: "same", activation: relu() }), maxPool2d(2), flatten(), dense(10)]);
 * model.build([28, 28, 1]).outputShape; // [10]
 */
export const conv2d = (filters: number, kernelSize: PerAxis, options: ConvolutionLayerOptions = {}): Layer =>
  convolutionLayer(convolution("conv2d", 2, convolve2d, filters), filters, kernelSize, options);
