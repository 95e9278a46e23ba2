import { type FindingId, findingIds } from "thalweg";
import { showCase } from "./case.ts";
import type { Outcome } from "./outcome.ts";

/** How one rule did on the runs its fault was planted in. */
export interface RuleTally {
  readonly rule: string;
  readonly runs: number;
  /** Part of the runs in which the planted cause was found at all. */
  readonly recall: number;
  /** Part in which it was told first. */
  readonly first: number;
  /** What was told first instead, the most frequent first; "nothing" where nothing was found. */
  readonly instead: readonly { readonly id: string; readonly runs: number }[];
  /** Cases in which it was not found. */
  readonly missed: readonly string[];
}

export const talliesOf = (outcomes: readonly Outcome[]): readonly RuleTally[] =>
  findingIds.flatMap((rule) => {
    const runs = outcomes.filter((outcome) => outcome.rule === rule);
    return runs.length === 0 ? [] : [tallyOf(rule, runs)];
  });

const tallyOf = (rule: FindingId, runs: readonly Outcome[]): RuleTally => {
  const missed = runs.filter(({ found }) => !found.some(({ id }) => id === rule));
  const instead = new Map<string, number>();
  for (const { found } of runs) {
    const first = found[0]?.id ?? "nothing";
    if (first !== rule) instead.set(first, (instead.get(first) ?? 0) + 1);
  }
  const others = Array.from(instead, ([id, count]) => ({ id, runs: count })).sort((a, b) => b.runs - a.runs);
  return {
    rule,
    runs: runs.length,
    recall: 1 - missed.length / runs.length,
    first: 1 - others.reduce((sum, other) => sum + other.runs, 0) / runs.length,
    instead: others,
    missed: missed.map(showCase),
  };
};

/** Healthy runs that did not train as well as they must to be called so. */
export const poorRunsOf = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes
    .filter(({ score, least }) => least !== undefined && !((score ?? 0) >= least))
    .map((outcome) => `${showCase(outcome)} (${(outcome.score ?? 0).toFixed(3)})`);

/** A finding of warning or above in a run with nothing wrong. */
export interface FalseAlarm {
  readonly id: FindingId;
  readonly severity: string;
  readonly case: string;
}

export const falseAlarmsOf = (outcomes: readonly Outcome[]): readonly FalseAlarm[] =>
  outcomes
    .filter(({ rule }) => rule === "healthy")
    .flatMap((outcome) =>
      outcome.found
        .filter(({ severity }) => severity !== "advice")
        .map(({ id, severity }) => ({ id, severity, case: showCase(outcome) })),
    );
