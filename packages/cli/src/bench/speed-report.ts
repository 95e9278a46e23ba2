import { showCount } from "../report/numbers.ts";
import { tableLines } from "../report/table.ts";
import type { Timing } from "./timing.ts";
import type { Amount, Workload } from "./workload.ts";

/** One workload as it was measured. */
export interface Measured {
  readonly workload: Workload;
  readonly timing: Timing;
  readonly amount?: Amount;
}

/** `2.46 ms`, `405 ns`: three digits. */
export const showTime = (milliseconds: number): string => {
  const [unit, value] =
    milliseconds >= 1
      ? ["ms", milliseconds]
      : milliseconds >= 1e-3
        ? ["µs", milliseconds * 1e3]
        : ["ns", milliseconds * 1e6];
  return `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ${unit}`;
};

const perSecond = ({ value }: Amount, milliseconds: number): number => (1000 * value) / milliseconds;

const rateText = (amount: Amount | undefined, milliseconds: number): string => {
  if (amount === undefined) return "";
  const rate = perSecond(amount, milliseconds);
  return `${rate >= 1000 ? showCount(Math.round(rate)) : rate.toPrecision(3)} ${amount.unit}/s`;
};

/** Medians with the lowest and the highest time. */
export const speedTable = (all: readonly Measured[]): readonly string[] =>
  tableLines(
    ["", "median", "lowest", "highest", "rate", "compiles in"],
    all.map(({ workload, timing, amount }) => [
      workload.title,
      ...[timing.median, timing.lowest, timing.highest].map(showTime),
      rateText(amount, timing.median),
      workload.compiles ? showTime(timing.startup) : "",
    ]),
  );

/** The same for programs; times in milliseconds. */
export const speedFacts = ({ workload, timing, amount }: Measured) => {
  const { startup, ...times } = timing;
  return {
    name: workload.name,
    title: workload.title,
    milliseconds: times,
    ...(amount ? { rate: { unit: `${amount.unit}/s`, value: perSecond(amount, timing.median) } } : {}),
    ...(workload.compiles ? { compileMilliseconds: startup } : {}),
  };
};
