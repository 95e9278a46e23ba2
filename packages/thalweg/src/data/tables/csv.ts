import { ThalwegError } from "../../errors/thalweg-error.ts";
import { readNamed } from "../read-named.ts";
import { unpacked } from "../unpacked.ts";
import { columnBuilder } from "./column-builder.ts";
import { CsvRecords } from "./csv-records.ts";
import { numberIn } from "./number-in.ts";
import { missingTest, survey } from "./survey.ts";
import { type ColumnType, columnTypes, noColumn, separatorHint, type Table } from "./table.ts";

export interface CsvOptions {
  /** What the file is called in errors. */
  readonly name?: string;
  /** Whether the first record names the columns, or their names; without either they are column1, column2, … */
  readonly header?: boolean | readonly string[];
  /** One character; a comma unless said. */
  readonly separator?: string;
  /** Types of columns by name; the others are found from what they hold. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** Cells that stand for a missing value; empty ones, NA, NaN and ? unless said. */
  readonly missing?: readonly string[];
}

/** What spreadsheets and servers give in place of a CSV file. */
const foreign: readonly (readonly [start: readonly number[], found: string])[] = [
  [[0x50, 0x4b, 3, 4], "a spreadsheet or zip archive; export the sheet as CSV"],
  [[0xff, 0xfe], "UTF-16 text; save it as UTF-8"],
  [[0xfe, 0xff], "UTF-16 text; save it as UTF-8"],
  [[0x50, 0x41, 0x52, 0x31], "a Parquet file; export it as CSV"],
];

const checkKind = (bytes: Uint8Array, name: string): void => {
  const found = foreign.find(([start]) => start.every((byte, index) => bytes[index] === byte))?.[1];
  if (found !== undefined)
    throw new ThalwegError("file", `${name}: a CSV file must be text in UTF-8, this is ${found}`);
};

const separatorByte = (separator: string): number => {
  const byte = separator.charCodeAt(0);
  if (separator.length === 1 && byte < 128 && !'"\r\n'.includes(separator)) return byte;
  throw new ThalwegError(
    "argument",
    `readCsv: separator must be one ASCII character, no quote or line end, got ${JSON.stringify(separator)}`,
  );
};

const checkNames = (names: readonly string[], file: string): void => {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new ThalwegError("data", `${file}: columns must have different names, got ${JSON.stringify(twice)} twice`);
};

const checkTypes = (types: Readonly<Record<string, ColumnType>>, names: readonly string[], file: string): void => {
  for (const [name, type] of Object.entries(types)) {
    if (!names.includes(name)) throw noColumn(file, name, names);
    if (columnTypes.includes(type)) continue;
    const known = columnTypes.map((other) => JSON.stringify(other)).join(", ");
    throw new ThalwegError(
      "argument",
      `readCsv: the type of ${JSON.stringify(name)} must be one of ${known}, got ${type}`,
    );
  }
};

/** The names of the columns; `records` stands on the first record, which is a row when they are not in it. */
const namesOf = (records: CsvRecords, file: string, header: CsvOptions["header"]): readonly string[] => {
  const cells = Array.from({ length: records.count }, (_, cell) => cell);
  if (typeof header === "object") return header;
  if (header === false) return cells.map((cell) => `column${cell + 1}`);
  for (const cell of cells) records.trim(cell);
  const isNumber = (cell: number) => !Number.isNaN(numberIn(records.bytes, records.begin(cell), records.end(cell)));
  if (header === undefined && cells.every(isNumber)) {
    throw new ThalwegError(
      "data",
      `${file}, line ${records.line}: the first line must name the columns, got only numbers; ` +
        "give header: false, their names as header, or header: true if these are the names",
    );
  }
  return cells.map((cell) => records.text(cell) || `column${cell + 1}`);
};

const empty = (file: string, what: string): ThalwegError =>
  new ThalwegError("data", `${file}: a table must have at least one row, the file ${what}`);

/**
 * A table from the text or bytes (UTF-8) of a CSV file, RFC 4180: quoted cells with separators, doubled quotes and line
 * ends, LF or CRLF, a byte order mark. A column of numbers becomes float64 with NaN where they are missing; one of
 * words becomes `category` when at most 100 different ones repeat, else `text`; one that is mostly numbers must be all
 * numbers. Blanks around unquoted cells do not count, except in text. Columns are filled in place from the bytes in a
 * second pass over them. Errors name file, line and column.
 *
 * @example
 * const houses = parseCsv("rooms,place,price\n3,town,210\n5,land,340\n4,town,280\n");
 * houses.columns.map(({ type }) => type); // ["number", "category", "number"]
 */
export const parseCsv = (content: string | Uint8Array, options: CsvOptions = {}): Table => {
  const { name = "CSV", header, separator = ",", types = {}, missing = ["", "NA", "NaN", "?"] } = options;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  checkKind(bytes, name);
  const place = { name, separator: separatorByte(separator) };
  const first = new CsvRecords(bytes, place);
  if (!first.next()) throw empty(name, "is empty");
  const names = namesOf(first, name, header);
  const hasHeader = header !== false && typeof header !== "object";
  checkNames(names, name);
  checkTypes(types, names, name);
  const isMissing = missingTest(missing);
  const surveyed = survey(
    atRows(bytes, place, hasHeader),
    names.map((column) => types[column]),
    isMissing,
    ({ count, line }) => checkCount(name, names, header, count, line),
  );
  const { rows } = surveyed;
  if (rows === 0) throw empty(name, "has only a header");
  const builders = names.map((column, cell) =>
    columnBuilder(surveyed.types[cell], { file: name, name: column, cell, rows, isMissing }),
  );
  const lines = new Int32Array(rows);
  const records = atRows(bytes, place, hasHeader);
  for (let row = 0; records.next(); row += 1) {
    lines[row] = records.line;
    for (const builder of builders) builder.add(records, row);
  }
  return { name, rows, columns: builders.map((builder) => builder.column()), lines };
};

/** Records that stand before the first row. */
const atRows = (bytes: Uint8Array, place: { name: string; separator: number }, hasHeader: boolean): CsvRecords => {
  const records = new CsvRecords(bytes, place);
  if (hasHeader) records.next();
  return records;
};

const checkCount = (
  file: string,
  names: readonly string[],
  header: CsvOptions["header"],
  count: number,
  line: number,
): void => {
  if (count === names.length) return;
  const cells = names.length === 1 ? "1 cell" : `${names.length} cells`;
  const like = header === false ? "the first row" : typeof header === "object" ? "the names given" : "the header";
  throw new ThalwegError(
    "data",
    `${file}, line ${line}: a row must have ${cells} like ${like}, got ${count}` +
      (separatorHint(names) ?? "; quote cells that hold a separator"),
  );
};

/**
 * A table from a CSV file, as `parseCsv`; the file may be packed with gzip.
 *
 * @example
 * const houses = await readCsv("data/houses.csv", { types: { place: "category" } });
 * houses.rows; // 40
 */
export const readCsv = async (path: string, options: CsvOptions = {}): Promise<Table> => {
  const name = options.name ?? path;
  return parseCsv(await unpacked(await readNamed(path, "readCsv"), name), { ...options, name });
};
