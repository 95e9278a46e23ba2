import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { initialOnes, initialZeros } from "./initializers/index.ts";
import { type LayerContext, type ParameterSpec, showBatched } from "./layer.ts";

/** What every normalization learns unless told not to. */
export interface ScaleAndShift {
  /** Whether a factor is learned; true unless said. */
  readonly scale?: boolean;
  /** Whether an offset is learned; true unless said. */
  readonly shift?: boolean;
}

/** A factor that starts at 1 and an offset that starts at 0. */
export const scaleAndShiftSpecs = (
  shape: Shape,
  { scale = true, shift = true }: ScaleAndShift,
): Record<string, ParameterSpec> => ({
  ...(scale && { scale: { shape, initializer: initialOnes(), kind: "scale" } }),
  ...(shift && { shift: { shape, initializer: initialZeros(), kind: "shift" } }),
});

/** scale·x + shift, as far as they are learned; x: [..., features]. */
export const scaledAndShifted = (
  x: Tensor,
  { parameters }: LayerContext,
  { scale = true, shift = true }: ScaleAndShift,
): Tensor => {
  const scaled = scale ? x.mul(parameters.scale) : x;
  return shift ? scaled.add(parameters.shift) : scaled;
};

/** The last extent, which an input must have. */
export const featuresOf = (inputShape: Shape, path: string): Shape => {
  if (inputShape.length > 0) return inputShape.slice(-1);
  throw new ThalwegError(
    "layer",
    `${path}: expected input [batch, ..., features], got ${showBatched(inputShape)}; add reshape([1]) before it`,
  );
};
