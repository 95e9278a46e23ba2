import { ThalwegError } from "../../../errors/thalweg-error.ts";
import { constant, joined, type Schedule } from "../../../schedules/index.ts";

export interface OptaxPiecewiseConstantOptions {
  /** Value at step 0. */
  initial: number;
  /** Steps at which it changes, in rising order; none unless given. */
  boundaries?: readonly number[];
  /** What the value is multiplied by from each of them on. */
  scales?: readonly number[];
}

/**
 * `optax.piecewise_constant_schedule`: initial times the scales of all boundaries up to t.
 *
 * @example
 * const rate = optax.piecewiseConstantSchedule({ initial: 0.1, boundaries: [10, 30], scales: [0.5, 0.1] });
 * rate(9); // 0.1
 * rate(10); // 0.05
 * rate(30); // 0.005
 */
export const piecewiseConstantSchedule = ({
  initial,
  boundaries = [],
  scales = [],
}: OptaxPiecewiseConstantOptions): Schedule => {
  if (boundaries.length !== scales.length) {
    const got = `${boundaries.length} and ${scales.length}`;
    throw new ThalwegError(
      "argument",
      `optax.piecewiseConstantSchedule: boundaries and scales must be equally many, got ${got}`,
    );
  }
  if (boundaries.length === 0) return constant(initial);
  const values = [initial];
  for (const scale of scales) values.push(values[values.length - 1] * scale);
  return joined(
    values.map((schedule, index) =>
      index < boundaries.length ? { until: boundaries[index], schedule } : { schedule },
    ),
  );
};
