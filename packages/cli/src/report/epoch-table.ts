import type { EpochRecord } from "thalweg/training";
import { showRate, showScore } from "./numbers.ts";

/** Longer histories are shown in part; `history.csv` has them whole. */
const mostRows = 12;

/** At most so many items, evenly spaced, the first and the last among them. */
const spaced = <T>(items: readonly T[], most: number): readonly T[] => {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, row) => items[Math.round((row * (items.length - 1)) / (most - 1))]);
};

/** Scores on validation data stand side by side under this heading. */
const group = "validation";

const columnsOf = ({ epoch, loss, metrics, validation, learningRate, seconds }: EpochRecord) => ({
  epoch: String(epoch),
  loss: showScore(loss),
  ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, showScore(value)])),
  ...(validation === undefined
    ? {}
    : Object.fromEntries(
        Object.entries({ loss: validation.loss, ...validation.metrics }).map(([name, value]) => [
          `${group} ${name}`,
          showScore(value),
        ]),
      )),
  rate: showRate(learningRate),
  seconds: seconds.toFixed(2),
});

/** The epochs of a run as lines of a table, numbers aligned at the right. */
export const epochTable = (history: readonly EpochRecord[]): readonly string[] => {
  const rows: readonly Readonly<Record<string, string>>[] = spaced(history, mostRows).map(columnsOf);
  const names = Object.keys(rows[0] ?? {});
  const headings = names.map((name) => name.replace(`${group} `, ""));
  const widths = names.map((name, column) => Math.max(headings[column].length, ...rows.map((row) => row[name].length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => cell.padStart(widths[column])).join("  ");
  const grouped = names.findIndex((name) => name.startsWith(group));
  const before = widths.slice(0, Math.max(grouped, 0)).reduce((sum, width) => sum + width + 2, 0);
  return [
    ...(grouped < 0 ? [] : [`${" ".repeat(before)}${group}`]),
    line(headings),
    ...rows.map((row) => line(names.map((name) => row[name]))),
  ];
};
