import type { Setup } from "./setup.ts";

/** A course that falls from its peak, and where it would end: as a straight line, or as half a cosine. */
export interface FallingCourse {
  readonly peak: number;
  /** Updates until the rate is 0, for the shapes that fit. */
  readonly totals: readonly number[];
}

/** Largest difference between a shape and a course, as a part of the peak. */
const fits = 0.02;

/** Whether a planned rate only rises to its last update, or falls as a schedule does that goes on beyond it. */
export const courseOf = (rates: Setup["rates"]): "rising" | FallingCourse | undefined => {
  const peak = rates.reduce((most, { rate }) => Math.max(most, rate), 0);
  const top = rates.findLastIndex(({ rate }) => rate >= peak * (1 - 1e-9));
  const last = rates[rates.length - 1];
  if (!(peak > 0)) return undefined;
  if (top >= rates.length - 2) return rates[0].rate < 0.5 * peak && isSteady(rates) ? "rising" : undefined;
  const begin = rates[top].update;
  const length = last.update - begin;
  const end = last.rate / peak;
  if (!(end > 0 && end < 1)) return undefined;
  const straight = length / (1 - end);
  const bent = (length * Math.PI) / Math.acos(2 * end - 1);
  const shapes = [
    { total: straight, at: (along: number) => 1 - along / straight },
    { total: bent, at: (along: number) => 0.5 * (1 + Math.cos((Math.PI * along) / bent)) },
  ];
  const falling = rates.slice(top);
  const totals = shapes
    .filter(({ at }) => falling.every(({ update, rate }) => Math.abs(rate / peak - at(update - begin)) < fits))
    .map(({ total }) => begin - rates[0].update + total);
  return totals.length > 0 ? { peak, totals } : undefined;
};

/** Rising at every one of the later places. */
const isSteady = (rates: Setup["rates"]): boolean =>
  rates.slice(rates.length >> 1).every(({ rate }, index, later) => index === 0 || rate > later[index - 1].rate);
