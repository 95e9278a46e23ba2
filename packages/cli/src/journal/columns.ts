/** A table whose columns are as wide as their longest cell, and as many as there is room for. */

export interface Column {
  readonly title: string;
  /** Words begin at the left, numbers end at the right. */
  readonly isText: boolean;
  readonly cells: readonly string[];
}

const gap = 2;

const widthOf = ({ title, cells }: Column): number =>
  cells.reduce((most, cell) => Math.max(most, cell.length), title.length);

const totalOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, column) => sum + widthOf(column) + gap, -gap);

/** Text in so many letters at most. */
export const cutText = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;

/** What fits into a width: of the columns named `expendable` some are left out if need be, the first of them first. */
export const fitted = (
  columns: readonly Column[],
  width: number,
  expendable: readonly string[],
): { readonly columns: readonly Column[]; readonly leftOut: readonly string[] } => {
  const leftOut: string[] = [];
  let kept = columns;
  for (const title of expendable) {
    if (totalOf(kept) <= width) break;
    if (!kept.some((column) => column.title === title)) continue;
    kept = kept.filter((column) => column.title !== title);
    leftOut.push(title);
  }
  return { columns: kept, leftOut };
};

/** The lines of a table. */
export const columnLines = (columns: readonly Column[]): readonly string[] => {
  const widths = columns.map(widthOf);
  const line = (cellOf: (column: Column) => string): string =>
    columns
      .map((column, at) => (column.isText ? cellOf(column).padEnd(widths[at]) : cellOf(column).padStart(widths[at])))
      .join(" ".repeat(gap))
      .trimEnd();
  const rows = columns[0]?.cells.length ?? 0;
  return [line(({ title }) => title), ...Array.from({ length: rows }, (_, row) => line(({ cells }) => cells[row]))];
};
