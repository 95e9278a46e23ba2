import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { CsvRecords } from "./csv-records.ts";
import { numberIn } from "./number-in.ts";
import type { MissingTest } from "./survey.ts";
import type { Column, ColumnType } from "./table.ts";

/** Fills a column from the current record, row by row. */
export interface ColumnBuilder {
  add(records: CsvRecords, row: number): void;
  column(): Column;
}

interface Place {
  readonly file: string;
  readonly name: string;
  /** Which cell of a record. */
  readonly cell: number;
  readonly rows: number;
  readonly isMissing: MissingTest;
}

/** What to know of a text that is a number as some people write it: `1,200` or `0,5`. */
export const commaHint = (text: string): string =>
  /^[+-]?\d[\d.]*,\d[\d.,]*$/.test(text.trim())
    ? " (numbers are written with a decimal point, and nothing between thousands)"
    : "";

const numbers = ({ file, name, cell, rows, isMissing }: Place): ColumnBuilder => {
  const values = new Float64Array(rows);
  return {
    add: (records, row) => {
      records.trim(cell);
      const value = numberIn(records.bytes, records.begin(cell), records.end(cell));
      values[row] = value;
      if (!Number.isNaN(value) || isMissing(records, cell)) return;
      const text = records.text(cell);
      const found = JSON.stringify(text);
      throw new ThalwegError(
        "data",
        `${file}, line ${records.line}: column ${JSON.stringify(name)} must be a number, got ${found}${commaHint(text)}; correct it, ` +
          `add ${found} to missing, or give types: { ${JSON.stringify(name)}: "category" }`,
      );
    },
    column: () => ({ name, type: "number", values }),
  };
};

/** Sorted by size when all are numbers, else by code units: the order does not depend on the rows'. */
const sorted = (categories: readonly string[]): string[] => {
  const areNumbers = categories.every((category) => Number.isFinite(Number(category)));
  const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return [...categories].sort((a, b) => (areNumbers ? Number(a) - Number(b) || before(a, b) : before(a, b)));
};

const categories = ({ name, cell, rows, isMissing }: Place): ColumnBuilder => {
  const values = new Int32Array(rows);
  const indices = new Map<string, number>();
  return {
    add: (records, row) => {
      records.trim(cell);
      values[row] = -1;
      if (isMissing(records, cell)) return;
      const text = records.text(cell);
      const index = indices.get(text) ?? indices.size;
      indices.set(text, index);
      values[row] = index;
    },
    column: () => {
      const names = sorted([...indices.keys()]);
      const ranks = new Int32Array(names.length);
      for (const [rank, category] of names.entries()) ranks[indices.get(category) ?? 0] = rank;
      for (let row = 0; row < rows; row += 1) if (values[row] >= 0) values[row] = ranks[values[row]];
      return { name, type: "category", values, categories: names };
    },
  };
};

const texts = ({ name, cell }: Place): ColumnBuilder => {
  const values: string[] = [];
  return {
    add: (records) => void values.push(records.text(cell)),
    column: () => ({ name, type: "text", values }),
  };
};

const builders = { number: numbers, category: categories, text: texts } as const satisfies Record<
  ColumnType,
  (place: Place) => ColumnBuilder
>;

export const columnBuilder = (type: ColumnType, place: Place): ColumnBuilder => builders[type](place);
