import type { CsvRecords } from "./csv-records.ts";
import { numberIn } from "./number-in.ts";
import type { ColumnType } from "./table.ts";

/** The most different values that a column of words may have and still be called one of categories. */
const mostCategories = 100;

/** Tells whether the current record's cell stands for a missing value. */
export type MissingTest = (records: CsvRecords, cell: number) => boolean;

/** A test for cells that spell one of `marks`, compared byte by byte. */
export const missingTest = (marks: readonly string[]): MissingTest => {
  const encoded = marks.map((mark) => new TextEncoder().encode(mark));
  return (records, cell) => {
    const [begin, length] = [records.begin(cell), records.end(cell) - records.begin(cell)];
    return encoded.some((mark) => mark.length === length && mark.every((byte, i) => records.bytes[begin + i] === byte));
  };
};

/** What was seen in a column so far. */
class Seen {
  private numbers = 0;
  private words = 0;
  private readonly different = new Set<string>();

  add(records: CsvRecords, cell: number): void {
    if (!Number.isNaN(numberIn(records.bytes, records.begin(cell), records.end(cell)))) this.numbers += 1;
    else {
      this.words += 1;
      if (this.different.size <= mostCategories) this.different.add(records.text(cell));
    }
  }

  // Mostly numbers means numbers: the words among them are mistakes, or marks of missing values.
  type(): ColumnType {
    if (this.words === 0 || this.numbers > this.words) return "number";
    const repeats = this.different.size < this.words + this.numbers;
    return repeats && this.different.size <= mostCategories ? "category" : "text";
  }
}

/** Counts the rows that are left, and finds the type of each column that has none yet. */
export const survey = (
  records: CsvRecords,
  types: readonly (ColumnType | undefined)[],
  isMissing: MissingTest,
  checkCount: (records: CsvRecords) => void,
): { readonly rows: number; readonly types: readonly ColumnType[] } => {
  const seen = types.map(() => new Seen());
  const open = types.flatMap((type, cell) => (type === undefined ? [cell] : []));
  let rows = 0;
  while (records.next()) {
    checkCount(records);
    rows += 1;
    for (const cell of open) {
      records.trim(cell);
      if (!isMissing(records, cell)) seen[cell].add(records, cell);
    }
  }
  return { rows, types: types.map((type, cell) => type ?? seen[cell].type()) };
};
