/** What came of several runs, side by side. */
import type { Facts } from "./facts.ts";
import type { RunRecord } from "./run-record.ts";

export interface Outcome {
  readonly name: string;
  /** One a run; undefined where it was not measured. */
  readonly values: readonly (number | undefined)[];
  /** How much more than in the first run; NaN where one of them is not a number. */
  readonly differences: readonly number[];
}

const numberIn = (facts: Facts, name: string): number | undefined => {
  const value = facts.get(name);
  return typeof value === "number" ? value : undefined;
};

/** Names of scores before those of extents and times. */
const isScore = (name: string): boolean => /^(test|validation|train)[A-Z]|^(loss|score)$/.test(name);

/** All results of the runs: scores first, test before validation before training, then how long it took. */
export const outcomesOf = (runs: readonly RunRecord[]): readonly Outcome[] => {
  const names = [...new Set(runs.flatMap(({ results }) => [...results.keys()]))];
  const parts = ["test", "validation", "train"];
  const rank = (name: string): number => {
    if (!isScore(name)) return name.includes(".") ? parts.length + 2 : parts.length + 1;
    const part = parts.findIndex((each) => name.startsWith(each));
    return part < 0 ? parts.length : part;
  };
  return names
    .map((name, index) => ({ name, index }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.index - b.index)
    .map(({ name }) => {
      const values = runs.map(({ results }) => numberIn(results, name));
      const [first = Number.NaN, ...others] = values.map((value) => value ?? Number.NaN);
      return { name, values, differences: others.map((value) => value - first) };
    });
};
