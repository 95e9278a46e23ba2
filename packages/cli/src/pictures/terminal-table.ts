import { tableLines } from "../report/table.ts";

/** The longest name that is shown whole. */
const longest = 28;

/** A table whose first column is cut to a legible length. */
export const terminalTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): readonly string[] => {
  const most = Math.max(8, Math.min(longest, columns >> 1));
  const cut = (cell: string): string => (cell.length > most ? `${cell.slice(0, most - 1)}…` : cell);
  return tableLines(
    head,
    rows.map(([first = "", ...others]) => [cut(first), ...others]),
  );
};
