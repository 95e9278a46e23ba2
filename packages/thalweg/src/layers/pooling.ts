import type { Tensor } from "../tensor/index.ts";
import * as functions from "../tensor/pooling.ts";
import { type Padding, type PerAxis, paddingWidths, perAxis } from "../tensor/window-options.ts";
import { layerName } from "./checks.ts";
import { imageOf } from "./image-input.ts";
import type { Layer, OutputKind } from "./layer.ts";

export interface PoolingLayerOptions {
  /** How far apart windows begin; the window's own size unless said, so that they lie side by side. */
  readonly strides?: PerAxis;
  /** As in `conv2d`, and less than the window; "valid" unless said, which drops what no whole window fits in. */
  readonly padding?: Padding;
  readonly name?: string;
}

export interface AveragePoolingLayerOptions extends PoolingLayerOptions {
  /** Whether zeros of the padding count as values; false unless said, as in Keras. torch counts them. */
  readonly countPadding?: boolean;
}

const pooling = <O extends PoolingLayerOptions>(
  kind: string,
  spatial: number,
  window: PerAxis,
  options: O,
  outputKind: OutputKind,
  compute: (x: Tensor, window: PerAxis, options: O) => Tensor,
): Layer => {
  const taps = perAxis(kind, "window", window, spatial);
  perAxis(kind, "strides", options.strides ?? window, spatial);
  paddingWidths(kind, options.padding ?? "valid", spatial);
  const own = layerName(options.name, kind);
  return {
    name: own,
    kind,
    outputKind,
    build: (inputShape, path = own) => {
      const { extents, channels } = imageOf(inputShape, spatial, path);
      const { positions } = functions.poolingWindows(path, extents, taps, options);
      return { outputShape: [...positions, channels], parameters: {}, state: {} };
    },
    apply: (x) => ({ y: compute(x, taps, options) }),
  };
};

/**
 * The largest value of each window along time: [batch, time, channels] → [batch, positions, channels].
 *
 * @example
 * maxPool1d(2).build([50, 8]).outputShape; // [25, 8]
 */
export const maxPool1d = (window: PerAxis, options: PoolingLayerOptions = {}): Layer =>
  pooling("maxPool1d", 1, window, options, "values", functions.maxPool1d);

/**
 * The largest value of each window, channel by channel: [batch, height, width, channels] → [batch, positions,
 * positions, channels]. The gradient goes to the first of a window's largest values.
 *
 * @example
 * maxPool2d(2).build([29, 31, 8]).outputShape; // [14, 15, 8]
 */
export const maxPool2d = (window: PerAxis, options: PoolingLayerOptions = {}): Layer =>
  pooling("maxPool2d", 2, window, options, "values", functions.maxPool2d);

/**
 * The mean of each window along time: [batch, time, channels] → [batch, positions, channels].
 *
 * @example
 * averagePool1d(3, { strides: 1, padding: "same" }).build([50, 8]).outputShape; // [50, 8]
 */
export const averagePool1d = (window: PerAxis, options: AveragePoolingLayerOptions = {}): Layer =>
  pooling("averagePool1d", 1, window, options, "unchanged", functions.averagePool1d);

/**
 * The mean of each window, channel by channel: [batch, height, width, channels] → [batch, positions, positions,
 * channels].
 *
 * @example
 * averagePool2d([2, 1]).build([28, 28, 8]).outputShape; // [14, 28, 8]
 */
export const averagePool2d = (window: PerAxis, options: AveragePoolingLayerOptions = {}): Layer =>
  pooling("averagePool2d", 2, window, options, "unchanged", functions.averagePool2d);
