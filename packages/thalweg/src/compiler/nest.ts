import { type Shape, sizeOf } from "../graph/shape.ts";
import { type Coordinate, dimension } from "./coordinate.ts";
import type { Item } from "./items.ts";

/** Thrown when items cannot be computed inside the kernels at hand; storing `items` first helps. */
export class Unfusable extends Error {
  readonly items: readonly Item[];
  constructor(...items: readonly Item[]) {
    super(`items ${items.map(({ index }) => index).join(", ")} must be stored first`);
    this.items = items;
  }

  get item(): Item {
    return this.items[0];
  }
}

/** The loop nest a draft computes in: `space` with at most one run of neighbouring axes reduced. */
export interface Nest {
  readonly space: Shape;
  readonly reduced: readonly number[];
  /** Cumulative sums run along the reduced axis in order. */
  readonly sequential: boolean;
}

/** The loops of a nest, parallel ones first, and where in the space they stand. */
interface Loops {
  readonly extents: readonly number[];
  readonly parallel: number;
  /** A point of the space. */
  readonly full: Coordinate;
  /** A point of what is left when the reduced axes vanish. */
  readonly rows: Coordinate;
}

export const loopsOf = ({ space, reduced }: Nest): Loops => {
  const kept = space.flatMap((_, axis) => (reduced.includes(axis) ? [] : [axis]));
  const parallel = kept.length;
  const extents = kept.map((axis) => space[axis]);
  if (reduced.length > 0) extents.push(sizeOf(reduced.map((axis) => space[axis])));
  const rows = kept.map((_, dim) => ({ axes: 1, index: dimension(extents.length, dim) }));
  if (reduced.length === 0) return { extents, parallel, full: rows, rows };
  const run = { axes: reduced.length, index: dimension(extents.length, parallel) };
  const before = kept.filter((axis) => axis < reduced[0]).length;
  return { extents, parallel, full: [...rows.slice(0, before), run, ...rows.slice(before)], rows };
};
