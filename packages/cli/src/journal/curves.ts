/** The course of runs, from the `history.csv` of each. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LineFigure, Place, Series } from "../pictures/figure.ts";
import type { RunRecord } from "./run-record.ts";

/** Columns of numbers by name; a value that is missing is NaN. */
export type History = ReadonlyMap<string, readonly number[]>;

const numberIn = (cell: string | undefined): number =>
  cell === undefined || cell.trim() === "" ? Number.NaN : Number(cell);

/** Reads what a run wrote; its names have no commas, and its values are numbers. */
export const parseHistory = (text: string): History => {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const rows = lines.map((line) => line.split(","));
  return new Map(head.split(",").map((name, column) => [name, rows.map((row) => numberIn(row[column]))]));
};

/** The course of a run; undefined where it left none. */
export const readHistory = async ({ folder }: RunRecord): Promise<History | undefined> => {
  const text = await readFile(join(folder, "history.csv"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseHistory(text);
};

/** Trials on surfaces count updates. */
const axisIn = (history: History): "epoch" | "update" => (history.has("epoch") ? "epoch" : "update");

const seriesOf = (name: string, history: History, column: string, dashed: boolean): readonly Series[] => {
  const values = history.get(column);
  if (!values?.some(Number.isFinite)) return [];
  const across = history.get(axisIn(history)) ?? [];
  return [{ name, points: values.map((value, at): Place => [across[at], value]), dashed }];
};

/** Losses over positive numbers are seen best in ratios. */
const isPositive = (series: readonly Series[]): boolean =>
  series.every(({ points }) => points.every(([, value]) => !Number.isFinite(value) || value > 0));

interface Course {
  readonly label: string;
  readonly history: History;
}

const validationOf = (column: string): string => `validation${column[0].toUpperCase()}${column.slice(1)}`;

const figureOf = (
  title: string,
  column: string,
  courses: readonly Course[],
  isLoss: boolean,
): readonly LineFigure[] => {
  const hasValidation = courses.some(({ history }) => history.has(validationOf(column)));
  const series = courses.flatMap(({ label, history }) => [
    ...seriesOf(hasValidation ? `${label}, training` : label, history, column, false),
    ...seriesOf(`${label}, validation`, history, validationOf(column), true),
  ]);
  if (series.length === 0) return [];
  const x = axisIn(courses[0].history);
  return [{ kind: "line", title, x: { label: x }, y: { label: column, log: isLoss && isPositive(series) }, series }];
};

/** Columns that are no scores. */
const others: ReadonlySet<string> = new Set(["epoch", "step", "update", "loss", "learningRate", "seconds", "skipped"]);

/** The loss of all runs, and each metric: as lines, those of validation data dashed; titles end with what it is `about`. */
export const courseFigures = (courses: readonly Course[], about = ""): readonly LineFigure[] => {
  const names = [...new Set(courses.flatMap(({ history }) => [...history.keys()]))];
  const metrics = names.filter((name) => !others.has(name) && !/^validation[A-Z]/.test(name));
  return [
    ...figureOf(`Loss${about}`, "loss", courses, true),
    ...metrics.flatMap((name) => figureOf(`${name[0].toUpperCase()}${name.slice(1)}${about}`, name, courses, false)),
  ];
};
