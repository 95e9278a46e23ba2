/** Lines of a table: the first column begins at the left, the others, of numbers, end at the right. */
export const tableLines = (headings: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => {
  const all = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
      .join("  ")
      .trimEnd(),
  );
};
