import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { showBatched } from "../layers/layer.ts";
import type { Tensor } from "../tensor/index.ts";
import type { TargetSpec } from "./loss.ts";

const withoutOnes = (shape: Shape): string => shape.filter((extent) => extent !== 1).join();

/** Throws unless there is one target for every output; axes of extent 1 do not count. */
export const checkOneToOne = (loss: string, outputShape: Shape, target: TargetSpec): void => {
  if (withoutOnes(outputShape) === withoutOnes(target.shape)) return;
  throw new ThalwegError(
    "shape",
    `${loss}: expected targets ${showBatched(outputShape)}, as the output, got ${showBatched(target.shape)}; ` +
      "give the last layer as many units as an example has targets",
  );
};

/** The target in the output's shape and dtype, so that [batch, 1] and [batch] never broadcast to a square. */
export const aligned = (output: Tensor, target: Tensor): Tensor => target.reshape(output.shape).toType(output.dtype);
