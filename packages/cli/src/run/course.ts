import type { Json, Schedule } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";

/** The values of a schedule over a number of steps, at every one of them or evenly spaced. */
export interface Course {
  /** The last step; the first is 0. */
  readonly steps: number;
  /** Steps between two values. */
  readonly every: number;
  readonly values: Float64Array;
  readonly first: Value;
  readonly last: Value;
  readonly highest: Value;
  readonly lowest: Value;
}

export interface Value {
  readonly step: number;
  readonly value: number;
}

/** Steps of which each is computed; of longer courses every second, third … is. */
const most = 1_000_000;

export const courseOf = (schedule: Schedule, steps: number): Course => {
  const every = Math.ceil((steps + 1) / most);
  const values = new Float64Array(Math.floor(steps / every) + 1);
  let [low, high] = [0, 0];
  for (let index = 0; index < values.length; index++) {
    values[index] = schedule(index * every);
    if (!Number.isFinite(values[index])) {
      const { kind } = schedule.spec;
      throw wrongUsage(`${kind}: the value at step ${index * every} is ${values[index]}; draw fewer --steps`);
    }
    if (values[index] < values[low]) low = index;
    if (values[index] > values[high]) high = index;
  }
  const at = (index: number): Value => ({ step: index * every, value: values[index] });
  const last = { step: steps, value: schedule(steps) };
  // The last step is not among the values where some are left out.
  const highest = last.value > values[high] ? last : at(high);
  const lowest = last.value < values[low] ? last : at(low);
  return { steps, every, values, first: at(0), last, highest, lowest };
};

/** An option of a schedule that is a number; undefined for others. */
const numberOf = (value: Json | undefined): number | undefined => (typeof value === "number" ? value : undefined);

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** So many steps that a drawing shows what a schedule does, by the names of its options. */
export const usualSteps = (spec: Json | undefined): number => {
  if (!isObject(spec)) return 100;
  const { schedule, pieces, milestones, periodic, cycle } = spec;
  const named = (name: string): number | undefined => numberOf(spec[name]);
  const [total, period, up, every, warmup] = ["total", "period", "up", "every", "warmup"].map(named);
  if (total !== undefined) return periodic === true || cycle === true ? 3 * total : total;
  if (schedule !== undefined) return (named("steps") ?? 0) + usualSteps(schedule) * (named("updatesPerEpoch") ?? 1);
  if (Array.isArray(pieces)) {
    const [before, last] = [pieces.at(-2), pieces.at(-1)];
    return ((isObject(before) && numberOf(before.until)) || 0) + usualSteps(isObject(last) ? last.schedule : undefined);
  }
  if (Array.isArray(milestones)) return Math.ceil(((numberOf(milestones.at(-1)) ?? 100) * 4) / 3);
  if (period !== undefined) {
    const growth = named("growth") ?? 1;
    // The step after the last one of four periods begins a fifth.
    return Math.max(1, Math.round(period * (1 + growth + growth ** 2 + growth ** 3)) - 1);
  }
  if (up !== undefined) return 3 * (up + (named("down") ?? up));
  if (warmup !== undefined) return 20 * warmup;
  return every === undefined ? 100 : every * timesFor(named("decay") ?? named("factor") ?? 0.1);
};

/** How many times a value is multiplied by `factor` until a hundredth is left, within reason. */
const timesFor = (factor: number): number => {
  const times = factor < 1 && factor > 0 ? Math.ceil(Math.log(0.01) / Math.log(factor)) : 20;
  return Math.min(Math.max(times, 4), 10_000);
};
