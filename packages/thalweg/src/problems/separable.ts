import type { Tensor } from "../tensor/index.ts";
import { pointOf, type Surface } from "./surface.ts";

/** A sum of one function over all coordinates. */
export interface Separable
  extends Omit<Surface, "dimensions" | "fn" | "at" | "gradient" | "hessian" | "minima" | "lowest" | "start"> {
  /** x: [n] → [n] */
  readonly fn: (x: Tensor) => Tensor;
  readonly at: (x: number) => number;
  readonly slope: (x: number) => number;
  readonly curvature: (x: number) => number;
  readonly minimum: number;
  /** Where coordinates begin, in turn. */
  readonly start: readonly number[];
}

/** A surface of any number of dimensions that is a sum over its coordinates. */
export const separable = ({ fn, at, slope, curvature, minimum, start, ...about }: Separable): Surface => {
  const any = { name: about.name, dimensions: "any" } as const;
  return {
    ...about,
    dimensions: "any",
    fn: (x) => fn(x).sum(),
    at: (x) => Array.from(x).reduce((sum, value) => sum + at(value), 0),
    gradient: (x) => Float64Array.from(x, slope),
    hessian: (x) =>
      Array.from(x).map((value, row) => {
        const values = new Float64Array(x.length);
        values[row] = curvature(value);
        return values;
      }),
    minima: (n) => [pointOf(any, n, () => minimum)],
    lowest: 2 * at(minimum),
    start: (n) => pointOf(any, n, (index) => start[index % start.length]),
  };
};
