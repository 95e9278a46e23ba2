/** Cells as a CSV file, RFC 4180: quoted where they hold a separator, quotes, line ends, blanks at an end, a byte order mark, or nothing. */
export const writeCsv = (
  records: readonly (readonly string[])[],
  { lineEnd = "\n", separator = "," }: { lineEnd?: string; separator?: string } = {},
): string =>
  records
    .map((cells) =>
      cells
        .map((cell) =>
          cell === "" || /["\r\n]|^[ \t\ufeff]|[ \t]$/.test(cell) || cell.includes(separator)
            ? `"${cell.replaceAll('"', '""')}"`
            : cell,
        )
        .join(separator),
    )
    .map((line) => line + lineEnd)
    .join("");
