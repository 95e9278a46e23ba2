/** A comparison on a surface as a table, and in sentences. */
import { plural, showCount, showRate } from "../report/numbers.ts";
import type { Ground, Outcome } from "./compare-surface.ts";
import { bestOf } from "./compare-surface.ts";
import type { Tuned } from "./tune-surface.ts";

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A loss with five digits: 0.0036271, 2.9988e-21. */
export const showLoss = (loss: number): string => {
  if (loss === 0) return "0";
  return Number.isFinite(loss) ? loss.toPrecision(5) : "not finite";
};

/** Where a range of rates begins and ends, and how many powers of ten it covers. */
const showRange = ({ works }: Tuned): string =>
  works === undefined
    ? "none"
    : `${showRate(works.from)} to ${showRate(works.to)} (${works.decades.toFixed(1)} decades)`;

const row = (outcome: Outcome, tuned: Tuned | undefined): readonly string[] => {
  const { name, optimizer, walks, finalLoss, lowest, highest, stepsToTolerance, divergedAt } = outcome;
  const isScheduled = optimizer.schedule !== undefined && optimizer.schedule.kind !== "constant";
  const rate = optimizer.learningRate === undefined ? "its own" : showRate(optimizer.learningRate);
  return [
    name,
    isScheduled ? `${rate} at most` : rate,
    showLoss(finalLoss),
    ...(walks.length > 1 ? [`${showLoss(lowest)} to ${showLoss(highest)}`] : []),
    stepsToTolerance === undefined ? "never" : showCount(stepsToTolerance),
    showCount(outcome.rises),
    ...(tuned ? [showRange(tuned)] : []),
    divergedAt === undefined ? "" : `at update ${divergedAt}`,
  ];
};

/** One row an optimizer; `tuned` in the same order. */
export const comparisonTable = (outcomes: readonly Outcome[], ground: Ground, tuned: readonly Tuned[]): Table => ({
  head: [
    "optimizer",
    tuned.length > 0 ? "best rate" : "rate",
    "final loss",
    ...(ground.seeds > 1 ? ["of all seeds"] : []),
    `updates to ${ground.tolerance}`,
    "rises",
    ...(tuned.length > 0 ? ["rates that work"] : []),
    "diverged",
  ],
  rows: outcomes.map((outcome, index) => row(outcome, tuned[index])),
});

/** Per optimizer of a sweep of rates, the largest one that brings the loss down. */
const largestRates = (outcomes: readonly Outcome[]): readonly string[] => {
  const groups = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const key = outcome.name.replace(/ η \S+$/, "");
    if (key !== outcome.name) groups.set(key, [...(groups.get(key) ?? []), outcome]);
  }
  return [...groups].map(([name, members]) => {
    const good = members.filter(({ finalLoss, walks }) => finalLoss < walks[0].losses[0]);
    const rates = good.flatMap(({ optimizer }) => optimizer.learningRate ?? []);
    if (rates.length === 0) return `${name}: the loss falls at none of these rates.`;
    return `${name}: the largest rate at which the loss falls is ${showRate(Math.max(...rates))}.`;
  });
};

/** What stands below the table. */
export const comparisonText = (outcomes: readonly Outcome[], { steps }: Ground): readonly string[] => {
  const best = bestOf(outcomes);
  if (best === undefined) return ["All of them diverged: lower the rates, or use --tune."];
  return [
    ...largestRates(outcomes),
    ...(outcomes.length > 1
      ? [`Lowest after ${plural(steps, "update")}: ${best.name}, ${showLoss(best.finalLoss)}.`]
      : []),
  ];
};
