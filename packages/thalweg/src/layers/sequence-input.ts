import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { showBatched } from "./layer.ts";

/** Time and features of an input that must be a sequence of vectors. */
export const sequenceOf = (inputShape: Shape, path: string): readonly [time: number, features: number] => {
  const [time, features] = inputShape;
  if (inputShape.length === 2) return [time, features];
  throw new ThalwegError(
    "layer",
    `${path}: expected input [batch, time, features], got ${showBatched(inputShape)}; ` +
      "add embedding() before it for ids, or reshape()",
  );
};
