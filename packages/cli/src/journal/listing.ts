/** Runs as a table: what is the same in all of them is said once, above it, and the last note stands below its run. */
import { wrapped } from "../report/wrapped.ts";
import { type Column, columnLines, cutText, fitted } from "./columns.ts";
import type { Facts, Value } from "./facts.ts";
import type { Listed } from "./names.ts";
import { showFact } from "./show-fact.ts";

/** Names of facts under shorter headings. */
const headings: Readonly<Record<string, string>> = { learningRate: "rate", batchSize: "batch", seconds: "time" };

export const headingOf = (name: string): string => headings[name] ?? name;

/** What says most about a run's success, the best first. */
const scores = [
  ...["testAccuracy", "testR2", "testRmse", "testLoss", "validationAccuracy", "validationPerplexity"],
  ...["validationR2", "validationLoss", "loss", "trainAccuracy", "trainLoss"],
];

/** Scores to show: of each run the first few that it has. */
export const scoresIn = (runs: readonly { readonly facts: Facts }[], most = 2): readonly string[] => {
  const own = runs.flatMap(({ facts }) => scores.filter((name) => facts.has(name)).slice(0, most));
  return scores.filter((name) => own.includes(name));
};

/** Said above the table where all runs have the same. */
const sharable = ["status", "data", "model", "optimizer", "learningRate", "batchSize", "seed", "epochs"];

/** Left out, in this order, where there is no room, and after them scores but the first. */
const expendable = ["time", "notes", "epochs", "batch", "data", "model", "seed"];

const valueIn = (name: string, { facts }: Listed): Value | undefined => {
  const value = facts.get(name);
  // A run that was to be longer says so.
  const asked = name === "epochs" ? facts.get("settings.epochs") : undefined;
  if (asked !== undefined && value !== asked && facts.get("status") !== "finished") return `${value ?? 0}/${asked}`;
  return name === "notes" && value === 0 ? undefined : value;
};

export const columnOf = (name: string, runs: readonly Listed[]): Column => {
  const values = runs.map((run) => valueIn(name, run));
  return {
    title: headingOf(name),
    isText: name === "name" || values.every((value) => typeof value !== "number"),
    cells: values.map((value) => showFact(name, value)),
  };
};

const isShared = ({ cells }: Column): boolean => cells.length > 1 && cells[0] !== "" && new Set(cells).size === 1;

/** What all runs have in common, in a line. */
export const sharedLines = (columns: readonly Column[], width: number): readonly string[] =>
  columns.length === 0
    ? []
    : [wrapped(`in all: ${columns.map(({ title, cells }) => `${title} ${cells[0]}`).join(", ")}`, width, 2), ""];

/** Columns of these names that are the same in all runs. */
export const sharedColumns = (runs: readonly Listed[], but: readonly string[] = []): readonly Column[] =>
  sharable
    .filter((name) => !but.includes(name))
    .map((name) => columnOf(name, runs))
    .filter(isShared);

/** Columns at most that are named when they are left out. */
const mostNamed = 8;

export const leftOutLines = (leftOut: readonly string[], width: number): readonly string[] => {
  if (leftOut.length === 0) return [];
  const more = leftOut.length > mostNamed ? ` and ${leftOut.length - mostNamed} more` : "";
  const named = leftOut.slice(0, mostNamed).join(", ");
  return ["", wrapped(`no room for ${named}${more}; --columns name,… chooses`, width, 2)];
};

/** A table of chosen columns, as wide as it must be. */
export const chosenLines = (runs: readonly Listed[], names: readonly string[]): readonly string[] =>
  columnLines(names.map((name) => columnOf(name, runs)));

/** A table of the usual columns in so many letters; empty columns are left out. */
export const listLines = (runs: readonly Listed[], width: number): readonly string[] => {
  const shared = sharedColumns(runs);
  const [first, ...others] = scoresIn(runs);
  const names = [
    "name",
    ...sharable,
    ...(first === undefined ? [] : [first, ...others]),
    "seconds",
    "finding",
    "notes",
  ];
  const own = names
    .map((name) => columnOf(name, runs))
    .filter(({ title, cells }) => !shared.some((each) => each.title === title) && cells.some((cell) => cell !== ""));
  const { columns, leftOut } = fitted(own, width, [...expendable, ...[...others].reverse()]);
  const [head, ...rows] = columnLines(columns);
  const noted = rows.flatMap((row, at) => {
    const note = showFact("note", runs[at].facts.get("note"));
    return note === "" ? [row] : [row, cutText(`    note: ${note}`, width)];
  });
  return [...sharedLines(shared, width), head, ...noted, ...leftOutLines(leftOut, width)];
};
