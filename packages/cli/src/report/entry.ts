import type { TextStream } from "thalweg/platform";
import { wrapped } from "./wrapped.ts";

/** Letters of a line at most: more are hard to read. */
const most = 100;

/** Letters of a line on a screen, or in a file. */
export const lineWidth = ({ columns = most }: TextStream): number => Math.min(columns, most);

/** Names and what belongs to them, in two columns; long texts go on below. */
export const entryFields = (entries: readonly (readonly [string, string])[], width = most): readonly string[] => {
  const names = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, text]) => `  ${name.padEnd(names)}  ${wrapped(text, width - names - 4, names + 4)}`);
};

/** Cells in columns as wide as their longest cell; the last one goes on below when it is long. */
export const columns = (rows: readonly (readonly string[])[], width = most): readonly string[] => {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count - 1 }, (_, at) => Math.max(...rows.map((row) => row[at].length)));
  const start = widths.reduce((sum, own) => sum + own + 2, 2);
  return rows.map((row) => {
    const cells = widths.map((own, at) => row[at].padEnd(own));
    return `  ${[...cells, wrapped(row[count - 1], Math.max(24, width - start), start)].join("  ")}`.trimEnd();
  });
};
