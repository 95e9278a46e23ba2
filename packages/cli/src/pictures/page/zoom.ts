/** Parts of axes. */
import type { Axis } from "../axis.ts";
import { valueOn } from "../figure-axis.ts";
import type { Range } from "../view.ts";

/** A part of an axis, unless numbers are too coarse for it. */
const partOf = (axis: Axis, from: number, to: number): Range => {
  const range = [valueOn(axis, from), valueOn(axis, to)] as const;
  const size = Math.max(Math.abs(range[0]), Math.abs(range[1]));
  const isFine = range.every((value) => Number.isFinite(value)) && range[1] - range[0] > 1e-8 * size;
  return isFine && (!axis.isLogarithmic || range[0] > 0) ? range : [axis.from, axis.to];
};

/** The axis with everything `factor` times as wide around a share of it that stays in its place. */
export const zoomed = (axis: Axis, share: number, factor: number): Range =>
  partOf(axis, share - share * factor, share + (1 - share) * factor);

/** The axis moved by a share of itself. */
export const moved = (axis: Axis, by: number): Range => partOf(axis, by, 1 + by);
