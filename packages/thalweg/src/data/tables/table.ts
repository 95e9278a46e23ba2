import { suggestion, ThalwegError } from "../../errors/index.ts";

export const columnTypes = ["number", "category", "text"] as const;

/** What a column of a table holds. */
export type ColumnType = (typeof columnTypes)[number];

/** A missing number is NaN. */
export interface NumberColumn {
  readonly name: string;
  readonly type: "number";
  readonly values: Float64Array;
}

/** Value i is `categories[values[i]]`; a missing one is −1. Categories are sorted. */
export interface CategoryColumn {
  readonly name: string;
  readonly type: "category";
  readonly values: Int32Array;
  readonly categories: readonly string[];
}

export interface TextColumn {
  readonly name: string;
  readonly type: "text";
  readonly values: readonly string[];
}

export type Column = NumberColumn | CategoryColumn | TextColumn;

/** Columns of equal length with their names, as read from a file. */
export interface Table {
  /** The file, as it is called in errors. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  /** The line of the file that each row begins on, from 1. */
  readonly lines: Int32Array;
}

/** `houses.csv, line 17` */
export const placeOf = ({ name, lines }: Table, row: number): string => `${name}, line ${lines[row]}`;

/**
 * The column of a table with this name.
 *
 * @example
 * const houses = parseCsv("rooms,place,price\n3,town,210\n5,land,340\n4,town,280\n");
 * columnOf(houses, "price").values; // [210, 340, 280]
 */
export const columnOf = (table: Table, name: string): Column => {
  const found = table.columns.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  throw noColumn(
    table.name,
    name,
    table.columns.map((candidate) => candidate.name),
  );
};

/** Says which other sign stands between the cells of a header that was read as one name. */
export const separatorHint = (names: readonly string[]): string | undefined => {
  const other = names.length === 1 ? /[;\t|]/.exec(names[0])?.[0] : undefined;
  return other && `; its cells seem to be separated by ${JSON.stringify(other)}: give that as separator`;
};

export const noColumn = (file: string, name: string, names: readonly string[]): ThalwegError => {
  const remedy = separatorHint(names) ?? suggestion(name, names);
  return new ThalwegError("data", `${file}: there is no column ${JSON.stringify(name)}${remedy}`);
};

const rowsOf = (source: Column, rows: ArrayLike<number>): Column => {
  if (source.type === "text") return { ...source, values: Array.from(rows, (row) => source.values[row]) };
  if (source.type === "number") return { ...source, values: Float64Array.from(rows, (row) => source.values[row]) };
  return { ...source, values: Int32Array.from(rows, (row) => source.values[row]) };
};

/**
 * The rows at `rows` (from 0), in that order, copied.
 *
 * @example
 * const houses = parseCsv("rooms,place,price\n3,town,210\n5,land,340\n4,town,280\n");
 * columnOf(selectRows(houses, [2, 0]), "rooms").values; // [4, 3]
 */
export const selectRows = (table: Table, rows: ArrayLike<number>): Table => {
  const wrong = Array.from(rows).find((row) => !Number.isInteger(row) || row < 0 || row >= table.rows);
  if (wrong !== undefined) {
    throw new ThalwegError(
      "argument",
      `selectRows: rows must be whole numbers from 0 to ${table.rows - 1}, got ${wrong}`,
    );
  }
  return {
    name: table.name,
    rows: rows.length,
    columns: table.columns.map((source) => rowsOf(source, rows)),
    lines: Int32Array.from(rows, (row) => table.lines[row]),
  };
};
