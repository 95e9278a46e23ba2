import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { imageAxes } from "../tensor/window-options.ts";
import { showBatched } from "./layer.ts";

/** Extents and channels of an input with `spatial` axes between batch and channels. */
export const imageOf = (
  inputShape: Shape,
  spatial: number,
  path: string,
): { readonly extents: Shape; readonly channels: number } => {
  if (inputShape.length === spatial + 1) {
    return { extents: inputShape.slice(0, -1), channels: inputShape[spatial] };
  }
  const axes = imageAxes[spatial];
  const whole = inputShape.length === spatial ? `[${[...inputShape, 1].join(", ")}]` : axes.replace("batch, ", "");
  throw new ThalwegError(
    "layer",
    `${path}: expected input ${axes}, got ${showBatched(inputShape)}; add reshape(${whole}) before it`,
  );
};
