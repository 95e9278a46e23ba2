import type { Shape } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";

/** How many inputs one output of a parameter sums over, and how many outputs one input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** First values of a parameter in row-major order, drawn on the host from a stream of its own. */
export type Initializer = (shape: Shape, generator: Generator, fans: Fans) => Float64Array;

/**
 * The fans of a weight: dense [in, out]: in and out; filters [height, width, in, out]: in and out, each
 * times height·width; one axis [n]: n and n.
 *
 * @example
 * fansOf([784, 128]); // { fanIn: 784, fanOut: 128 }
 * fansOf([5, 5, 32, 64]); // { fanIn: 800, fanOut: 1600 }
 */
export const fansOf = (shape: Shape): Fans => {
  if (shape.length === 0) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0], fanOut: shape[0] };
  const field = shape.slice(0, -2).reduce((product, extent) => product * extent, 1);
  const [inputs, outputs] = shape.slice(-2);
  return { fanIn: inputs * field, fanOut: outputs * field };
};
