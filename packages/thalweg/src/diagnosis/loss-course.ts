import type { Observations } from "./observations.ts";

/** Mean loss of the batches in a part of what was seen so far: from 0.5 to 0.75 is the third quarter. NaN of none. */
export const meanLossOver = ({ steps }: Observations, from: number, to: number): number =>
  meanOf(lossesOf(steps, from, to));

/** Whether the last quarter's mean loss is below a part of the quarter's before, by more than chance makes of it. */
export const hasProgressed = ({ steps }: Observations, part: number): boolean => {
  const [before, now] = [lossesOf(steps, 0.5, 0.75), lossesOf(steps, 0.75, 1)];
  const difference = meanOf(before) - meanOf(now);
  return meanOf(now) < part * meanOf(before) && difference > 2 * Math.hypot(errorOf(before), errorOf(now));
};

const lossesOf = (steps: Observations["steps"], from: number, to: number): readonly number[] =>
  steps
    .slice(Math.floor(from * steps.length), Math.ceil(to * steps.length))
    .filter(({ skipped, loss }) => skipped === undefined && Number.isFinite(loss))
    .map(({ loss }) => loss);

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard error of the mean. */
const errorOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / values.length;
};

/** Updates made so far in this fit. */
export const updatesMade = ({ setup, steps }: Observations): number =>
  (steps.at(-1)?.step ?? setup.steps) - setup.steps;

/** Probes of the part of a fit that begins at `from`, such as 0.5 for its second half as far as it was seen. */
export const probesAfter = (seen: Observations, from: number): Observations["probes"] => {
  const first = seen.setup.steps + from * updatesMade(seen);
  return seen.probes.filter(({ step }) => step >= first);
};
