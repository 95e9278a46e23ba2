import { ThalwegError } from "../errors/thalweg-error.ts";
import { type Node, normalizeAxis, reshape, showShape, slice } from "../graph/index.ts";

/** start (included) to stop (excluded) by step along an axis; negative ends count from the end. */
export type Range = number | null | readonly [start?: number | null, stop?: number | null, step?: number];

/** One range an axis, missing ones whole; axes picked by a number vanish. */
export const sliced = (x: Node, ranges: readonly Range[]): Node => {
  if (ranges.length > x.shape.length) {
    throw new ThalwegError(
      "shape",
      `slice: ${ranges.length} ranges for the ${x.shape.length} axes of ${showShape(x.shape)}; give at most one an axis`,
    );
  }
  const result = slice(
    x,
    x.shape.map((extent, axis) => resolved(ranges[axis] ?? null, extent, axis)),
  );
  return reshape(
    result,
    result.shape.filter((_, axis) => typeof ranges[axis] !== "number"),
  );
};

const resolved = (range: Range, extent: number, axis: number): { start: number; count: number; step: number } => {
  if (typeof range === "number") {
    const start = normalizeAxis(
      `slice: along axis ${axis}`,
      Array.from({ length: extent }, () => 1),
      range,
    );
    return { start, count: 1, step: 1 };
  }
  const [from, to, step = 1] = range ?? [];
  const fromEnd = (end: number) => (end < 0 ? end + extent : end);
  const last = step > 0 ? extent : extent - 1;
  const start = from === null || from === undefined ? (step > 0 ? 0 : last) : Math.min(fromEnd(from), last);
  const stop = to === null || to === undefined ? (step > 0 ? extent : -1) : Math.min(fromEnd(to), extent);
  const count = Math.ceil((stop - start) / step);
  if (![start, stop, step].every(Number.isInteger) || step === 0 || start < 0 || count < 1) {
    throw new ThalwegError(
      "shape",
      `slice: range [${from ?? ""}, ${to ?? ""}, ${step}] of axis ${axis} with extent ${extent} holds no element; ` +
        "use integers with start before stop in the direction of a step other than 0",
    );
  }
  return { start, count, step };
};
