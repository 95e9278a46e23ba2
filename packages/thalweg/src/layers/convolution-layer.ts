import type { Shape } from "../graph/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { type Padding, type PerAxis, paddingWidths, perAxis } from "../tensor/window-options.ts";
import { asLayer } from "./as-layer.ts";
import { checkOption, layerName } from "./checks.ts";
import { imageOf } from "./image-input.ts";
import { glorotUniform, type Initializer, initialZeros } from "./initializers/index.ts";
import { type Layer, type LayerLike, layerKind, type ParameterSpec } from "./layer.ts";
import { applyInside, prefixed } from "./nested.ts";

export interface ConvolutionLayerOptions {
  /** How far apart windows begin, a number or one an axis; 1 unless said. */
  readonly strides?: PerAxis;
  /**
   * What lies around the input: "valid" (nothing, the default), "same" (⌈extent / stride⌉ outputs, as in Keras), a
   * number for every side, or an entry an axis, a number or [before, after].
   */
  readonly padding?: Padding;
  /** How far apart a window's elements are; 1 unless said. */
  readonly dilation?: PerAxis;
  /** Channels are cut into this many parts that do not meet; as many as channels: depthwise. 1 unless said. */
  readonly groups?: number;
  /** false before batch normalization, whose shift does the same. */
  readonly bias?: boolean;
  /** Applied to the result, such as `relu()` or a function. */
  readonly activation?: LayerLike;
  /** `glorotUniform()` unless said, as in Keras, with fans of in and out channels times the window's elements. */
  readonly kernelInitializer?: Initializer;
  readonly biasInitializer?: Initializer;
  readonly name?: string;
}

/** What tells the convolutions apart. */
export interface ConvolutionKind<O extends ConvolutionLayerOptions> {
  readonly kind: string;
  /** Spatial axes. */
  readonly spatial: number;
  /** Checks that fit neither input nor output, and the extents of the output. */
  extents(path: string, extents: Shape, taps: readonly number[], options: O, channels: number): Shape;
  /** The last two extents of the weight. */
  channels(inputs: number, outputs: number, groups: number): readonly [number, number];
  apply(x: Tensor, weight: Tensor, options: O): Tensor;
}

/** A layer of a convolution, its bias and its activation. */
export const convolutionLayer = <O extends ConvolutionLayerOptions>(
  how: ConvolutionKind<O>,
  filters: number,
  kernelSize: PerAxis,
  options: O,
): Layer => {
  const { kind, spatial } = how;
  const { strides = 1, padding = "valid", dilation = 1, groups = 1, bias = true, activation, name } = options;
  const { kernelInitializer = glorotUniform(), biasInitializer = initialZeros() } = options;
  checkOption(Number.isSafeInteger(filters) && filters > 0, kind, "filters", "a positive integer", filters);
  checkOption(Number.isSafeInteger(groups) && groups > 0, kind, "groups", "a positive integer", groups);
  const taps = perAxis(kind, "kernelSize", kernelSize, spatial);
  perAxis(kind, "strides", strides, spatial);
  perAxis(kind, "dilation", dilation, spatial);
  paddingWidths(kind, padding, spatial);
  const own = layerName(name, kind);
  const after = activation === undefined ? undefined : asLayer(activation);
  return {
    name: own,
    kind,
    outputKind: after ? after.outputKind : "values",
    build: (inputShape, path = own) => {
      const { extents, channels } = imageOf(inputShape, spatial, path);
      const outputShape = [...how.extents(path, extents, taps, options, channels), filters];
      const rest = after?.build(outputShape, `${path}/activation`);
      const weight: ParameterSpec = {
        shape: [...taps, ...how.channels(channels, filters, groups)],
        initializer: kernelInitializer,
        kind: "weight",
      };
      const shift: ParameterSpec = { shape: [filters], initializer: biasInitializer, kind: "bias" };
      return {
        outputShape: rest?.outputShape ?? outputShape,
        parameters: { weight, ...(bias && { bias: shift }), ...prefixed("activation", rest?.parameters ?? {}) },
        state: prefixed("activation", rest?.state ?? {}),
        ...(after && { activation: layerKind(after) }),
      };
    },
    apply: (x, context) => {
      const { weight, bias: shift } = context.parameters;
      const product = how.apply(x, weight, options);
      const y = bias ? product.add(shift) : product;
      if (!after) return { y };
      const applied = applyInside("activation", after, y, context);
      return { y: applied.y, state: prefixed("activation", applied.state ?? {}) };
    },
  };
};
