/** Several runs side by side, in a terminal and on a page: what was changed, and what came of it. */
import type { Section } from "../pictures/report-page.ts";
import { wrapped } from "../report/wrapped.ts";
import { type Column, columnLines } from "./columns.ts";
import { changesIn, type Difference } from "./differences.ts";
import { type Kind, kinds } from "./kinds.ts";
import type { Outcome } from "./results.ts";
import type { RunRecord } from "./run-record.ts";
import { showFact } from "./show-fact.ts";
import { warningsOn } from "./warnings.ts";

/** Several runs with all that tells them apart. */
export interface Comparison {
  readonly runs: readonly RunRecord[];
  readonly differences: readonly Difference[];
  readonly outcomes: readonly Outcome[];
}

/** A, B, C … */
export const letterOf = (index: number): string => String.fromCharCode("A".charCodeAt(0) + index);

/** Runs at most, which letters are for. */
export const mostRuns = 26;

const shown = (name: string, value: Difference["values"][number]): string =>
  value === undefined ? "not set" : showFact(name, value);

const nameOf = ({ name, because }: Difference): string => (because === undefined ? name : `${name} (from ${because})`);

type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

const linesOf = ({ head, rows }: Table, width: number): readonly string[] => {
  const columns = head.map((title, at): Column => ({ title, isText: at === 0, cells: rows.map((row) => row[at]) }));
  const lines = columnLines(columns);
  if (lines.every((line) => line.length + 2 <= width)) return lines.map((line) => `  ${line}`);
  // Long values stand below their name, one a line.
  return rows.flatMap(([name, ...values]) => [
    `  ${name}`,
    ...values.map((value, at) => `    ${head[at + 1]}  ${wrapped(value, width - 8, 7)}`),
  ]);
};

const differenceTable = (differences: readonly Difference[], count: number): Table => ({
  head: ["", ...Array.from({ length: count }, (_, run) => letterOf(run))],
  rows: differences.map((each) => [nameOf(each), ...each.values.map((value) => shown(each.name, value))]),
});

const byKind = (differences: readonly Difference[], kind: Kind): readonly Difference[] =>
  differences.filter((each) => each.kind === kind);

const signed = (name: string, value: number): string => {
  if (Number.isNaN(value)) return "";
  return `${value < 0 ? "−" : value > 0 ? "+" : "±"}${showFact(name, Math.abs(value))}`;
};

/** Results that are not of single classes. */
const isWhole = ({ name }: Outcome): boolean => !name.includes(".");

const outcomeTable = (outcomes: readonly Outcome[], count: number): Table => {
  const letters = Array.from({ length: count }, (_, run) => letterOf(run));
  return {
    head: ["", ...letters, ...letters.slice(1).map((letter) => `${letter} − A`)],
    rows: outcomes
      .filter(isWhole)
      .map(({ name, values, differences }) => [
        name,
        ...values.map((value) => shown(name, value)),
        ...differences.map((value) => signed(name, value)),
      ]),
  };
};

/** The classes whose accuracy changed most between two runs. */
const classText = (outcomes: readonly Outcome[]): readonly string[] => {
  const changes = outcomes.flatMap(({ name, differences: [by = 0] }) =>
    !name.startsWith("classAccuracy.") || !Math.abs(by) ? [] : [{ name: name.slice(name.indexOf(".") + 1), by }],
  );
  const most = changes.sort((a, b) => Math.abs(b.by) - Math.abs(a.by)).slice(0, 3);
  if (most.length === 0) return [];
  return [
    `largest changes of class accuracy: ${most.map(({ name, by }) => `${name} ${signed("accuracy", by)}`).join(", ")}`,
  ];
};

/** What is said before the curves. */
export const comparisonLines = ({ runs, differences, outcomes }: Comparison, width: number): readonly string[] => {
  const parts = Object.keys(kinds).flatMap((kind) => {
    const own = differences.filter((each) => each.kind === kind);
    const [title] = Object.entries(kinds).flatMap(([each, text]) => (each === kind ? [text] : []));
    return own.length === 0 ? [] : ["", title, ...linesOf(differenceTable(own, runs.length), width)];
  });
  return [
    ...runs.map(
      ({ folder, status }, run) => `${letterOf(run)}  ${folder}${status === "finished" ? "" : `, ${status}`}`,
    ),
    ...parts,
    "",
    "results",
    ...linesOf(outcomeTable(outcomes, runs.length), width),
    ...(runs.length === 2 ? classText(outcomes).map((line) => `  ${wrapped(line, width - 2, 2)}`) : []),
    "",
    ...warningsOn(runs, differences).map((line) => wrapped(line, width, 0)),
  ];
};

/** What a report shows of it beside the curves. */
export const comparisonSections = ({ runs, differences, outcomes }: Comparison): readonly Section[] => [
  { text: warningsOn(runs, differences).join(" ") },
  ...(differences.length === 0 ? [] : [{ heading: "What differs", table: differenceTable(differences, runs.length) }]),
  { heading: "Results", table: outcomeTable(outcomes, runs.length) },
];

/** What a run is called in curves: its letter, and the value of the only thing that was changed. */
export const labelsOf = ({ runs, differences }: Comparison): readonly string[] => {
  const [change, ...others] = byKind(differences, "knob");
  const isOne = change !== undefined && others.length === 0 && changesIn(differences).length === 1;
  return runs.map((_, run) => {
    const value = isOne ? shown(change.name, change.values[run]) : "";
    return value === "" || value.length > 16 ? letterOf(run) : `${letterOf(run)} ${value}`;
  });
};

/** What letters stand for, as the end of a title: `: A is adam-1, B is adam-2`; many runs would be too long. */
export const lettersText = ({ runs }: Comparison): string => {
  const text = runs.map(({ name }, run) => `${letterOf(run)} is ${name}`).join(", ");
  return text.length > 80 ? "" : `: ${text}`;
};
