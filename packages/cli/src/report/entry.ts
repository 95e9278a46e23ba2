import { wrapped } from "./wrapped.ts";

/** Letters of a line. */
const width = 100;

/** Names and what belongs to them, in two columns; long texts go on below. */
export const entryFields = (entries: readonly (readonly [string, string])[]): readonly string[] => {
  const names = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, text]) => `  ${name.padEnd(names)}  ${wrapped(text, width - names - 4, names + 4)}`);
};

/** Cells in columns as wide as their longest cell; the last one goes on below when it is long. */
export const columns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count - 1 }, (_, at) => Math.max(...rows.map((row) => row[at].length)));
  const start = widths.reduce((sum, own) => sum + own + 2, 2);
  return rows.map((row) => {
    const cells = widths.map((own, at) => row[at].padEnd(own));
    return `  ${[...cells, wrapped(row[count - 1], Math.max(40, width - start), start)].join("  ")}`.trimEnd();
  });
};
