import { ThalwegError } from "../errors/thalweg-error.ts";
import type { NamedArrays } from "../training/index.ts";
import { type Direction, moved } from "./directions.ts";
import type { LossAt } from "./network.ts";

/** Where a slice is computed, in units of its directions; `y` for a plane. */
export interface SliceGrid {
  readonly x: readonly number[];
  readonly y?: readonly number[];
}

/** Losses over a line or a plane: row after row of y, each along x. */
export interface LossSlice {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: Float64Array;
}

export interface SliceOptions {
  /** Called, and waited for, after each loss. */
  readonly onValue?: (done: number, total: number) => void | Promise<void>;
}

/** So many numbers from −range to range, with 0 in the middle for odd ones. */
export const spaced = (range: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (count === 1 ? 0 : (range * (2 * index - (count - 1))) / (count - 1)));

/**
 * The loss over a line or plane through `weights`: at w + x·d₁ + y·d₂ for all x and y of the grid. At (0, 0) it is the
 * loss of the weights, to the bit.
 *
 * @example
 * const at = lossAt({ model: sequential([flatten(), dense(8), relu(), dense(10)]), loss: crossEntropy(), data: validation });
 * const weights = await trainer.weights();
 * const { values } = await sliceLoss(at, weights, randomDirections(weights), { x: spaced(1, 5), y: spaced(1, 3) });
 * values.length; // 15
 */
export const sliceLoss = async (
  at: LossAt,
  weights: NamedArrays,
  directions: readonly Direction[],
  { x, y }: SliceGrid,
  { onValue }: SliceOptions = {},
): Promise<LossSlice> => {
  const wanted = y === undefined ? 1 : 2;
  if (directions.length < wanted) {
    throw new ThalwegError("argument", `sliceLoss: needs ${wanted} directions, got ${directions.length}`);
  }
  const unknown = [...x, ...(y ?? [])].find((value) => !Number.isFinite(value));
  if (unknown !== undefined) throw new ThalwegError("argument", `sliceLoss: the grid must be finite, got ${unknown}`);
  const rows = y ?? [0];
  const chosen = directions.slice(0, wanted);
  const values = new Float64Array(x.length * rows.length);
  let done = 0;
  for (const row of rows) {
    for (const column of x) {
      values[done++] = await at(moved(weights, chosen, [column, row].slice(0, wanted)));
      await onValue?.(done, values.length);
    }
  }
  return { x, y: rows, values };
};
