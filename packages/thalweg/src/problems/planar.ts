import type { Tensor } from "../tensor/index.ts";
import { pointOf, type Surface } from "./surface.ts";

/** What a surface of two numbers is made of. */
export interface Planar
  extends Omit<Surface, "dimensions" | "fn" | "at" | "gradient" | "hessian" | "minima" | "start"> {
  readonly fn: (x: Tensor, y: Tensor) => Tensor;
  readonly at: (x: number, y: number) => number;
  readonly gradient: (x: number, y: number) => readonly [number, number];
  readonly hessian: (x: number, y: number) => readonly [xx: number, xy: number, yy: number];
  readonly minima: readonly (readonly [number, number])[];
  readonly start: readonly [number, number];
}

/** A surface of two numbers. */
export const planar = ({ fn, at, gradient, hessian, minima, start, ...about }: Planar): Surface => {
  const two = { name: about.name, dimensions: 2 } as const;
  return {
    ...about,
    dimensions: 2,
    fn: (x) => fn(x.slice(0), x.slice(1)),
    at: (x) => at(x[0], x[1]),
    gradient: (x) => Float64Array.from(gradient(x[0], x[1])),
    hessian: (x) => {
      const [xx, xy, yy] = hessian(x[0], x[1]);
      return [Float64Array.of(xx, xy), Float64Array.of(xy, yy)];
    },
    minima: (n) => minima.map((minimum) => pointOf(two, n, (index) => minimum[index])),
    start: (n) => pointOf(two, n, (index) => start[index]),
  };
};
