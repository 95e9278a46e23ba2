import { ThalwegError } from "../../../errors/thalweg-error.ts";
import { constant, cosine, joined, linear, oneCycle, type Schedule } from "../../../schedules/index.ts";
import type { OptaxPiecewiseConstantOptions } from "./piecewise-constant-schedule.ts";

export interface OptaxPiecewiseInterpolateOptions extends OptaxPiecewiseConstantOptions {
  /** How it moves from one boundary to the next, Optax's `interpolate_type`. */
  anneal: "linear" | "cosine";
}

/**
 * `optax.piecewise_interpolate_schedule`: through initial times the scales so far at each boundary, by lines or half
 * cosines, held after the last.
 *
 * @example
 * const rate = optax.piecewiseInterpolateSchedule({
 *   anneal: "linear",
 *   initial: 1,
 *   boundaries: [4, 8],
 *   scales: [0.5, 0.5],
 * });
 * rate(2); // 0.75
 * rate(8); // 0.25
 */
export const piecewiseInterpolateSchedule = ({
  anneal,
  initial,
  boundaries = [],
  scales = [],
}: OptaxPiecewiseInterpolateOptions): Schedule => {
  if (boundaries.length !== scales.length) {
    const got = `${boundaries.length} and ${scales.length}`;
    throw new ThalwegError(
      "argument",
      `optax.piecewiseInterpolateSchedule: boundaries and scales must be equally many, got ${got}`,
    );
  }
  let value = initial;
  let begin = 0;
  const ways = boundaries.map((until, index) => {
    const way = { from: value, to: value * scales[index], steps: until - begin };
    value = way.to;
    begin = until;
    return { until, schedule: wayOf(anneal, way) };
  });
  return joined([...ways, { schedule: constant(value) }]);
};

interface Way {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

const wayOf = (anneal: "linear" | "cosine", { from, to, steps }: Way): Schedule => {
  if (anneal === "linear") return linear({ initial: from, final: to, total: steps });
  return to <= from
    ? cosine({ peak: from, floor: to, total: steps })
    : oneCycle({ initial: from, peak: to, final: to, rise: 1, total: steps });
};
