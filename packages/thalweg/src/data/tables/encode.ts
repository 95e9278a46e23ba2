import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Dataset } from "../dataset.ts";
import type { Values } from "../values.ts";
import { asNumbers, type ColumnCode, indicesIn, type Missing } from "./column-code.ts";
import { columnOf, placeOf, selectRows, type Table } from "./table.ts";

/** How categories become inputs: one column a category holding 0 or 1, or their indices for an `embedding`. */
export type CategoryInputs = "one-hot" | "indices";

/** What an encoder learned, as a plain object, to be saved with a model. */
export interface ColumnEncoderState {
  readonly features: readonly ColumnCode[];
  readonly target: ColumnCode;
  readonly categories: CategoryInputs;
  readonly missing: Missing;
}

/** One column of inputs as it stands in a table: how wide it is, and what it writes at an offset of a row. */
interface Writer {
  readonly width: number;
  isMissing(row: number): boolean;
  write(values: Float32Array | Int32Array, offset: number, row: number): void;
}

const writerOf = (table: Table, code: ColumnCode, { categories, missing }: ColumnEncoderState): Writer => {
  const source = columnOf(table, code.name);
  if (code.type === "number") {
    const { values } = asNumbers(table, source, code);
    const { mean, deviation, fill } = code;
    return {
      width: 1,
      isMissing: (row) => fill === undefined && Number.isNaN(values[row]),
      write: (into, offset, row) => {
        into[offset] = ((Number.isNaN(values[row]) ? (fill ?? Number.NaN) : values[row]) - mean) / deviation;
      },
    };
  }
  const indices = indicesIn(table, source, code);
  const isHot = categories === "one-hot";
  return {
    width: isHot ? code.categories.length : 1,
    // A missing category that is not refused is none of them: zeros.
    isMissing: (row) => indices[row] < 0 && (!isHot || missing === "error" || missing === "drop"),
    write: (into, offset, row) => {
      if (!isHot) into[offset] = indices[row];
      else if (indices[row] >= 0) into[offset + indices[row]] = 1;
    },
  };
};

const refuseMissing = (table: Table, row: number, code: ColumnCode, missing: Missing, isTarget: boolean): never => {
  const filled = code.type === "number" ? ' or fill it with "mean", "median" or a number' : "";
  const remedy = isTarget
    ? 'leave the row out, or all such rows with missing: "drop"'
    : missing === "error"
      ? `say what becomes of it with missing: "drop" leaves the row out,${filled || " and one-hot categories may be zeros"}`
      : 'only one-hot categories can be without one; use missing: "drop"';
  throw new ThalwegError("data", `${placeOf(table, row)}: column ${JSON.stringify(code.name)} has no value; ${remedy}`);
};

/** The table's rows that are used: all but those with a missing value, which are refused unless they are dropped. */
export const usable = (table: Table, state: ColumnEncoderState, codes: readonly ColumnCode[]): Table => {
  const { missing, target } = state;
  const writers = codes.map((code) => writerOf(table, code, code === target ? { ...state, missing: "error" } : state));
  const rows: number[] = [];
  for (let row = 0; row < table.rows; row += 1) {
    const at = writers.findIndex((writer) => writer.isMissing(row));
    if (at < 0) rows.push(row);
    else if (missing !== "drop") refuseMissing(table, row, codes[at], missing, codes[at] === target);
  }
  if (rows.length === table.rows) return table;
  if (rows.length > 0) return selectRows(table, rows);
  throw new ThalwegError(
    "data",
    `${table.name}: every row misses a value of a column that is used, which leaves none; fill them, or use fewer columns`,
  );
};

export const encodeInputs = (table: Table, state: ColumnEncoderState): Values => {
  const writers = state.features.map((code) => writerOf(table, code, state));
  const width = writers.reduce((sum, writer) => sum + writer.width, 0);
  const areIndices = state.categories === "indices" && state.features.every(({ type }) => type === "category");
  const values = areIndices ? new Int32Array(table.rows * width) : new Float32Array(table.rows * width);
  let offset = 0;
  for (let row = 0; row < table.rows; row += 1) {
    for (const writer of writers) {
      writer.write(values, offset, row);
      offset += writer.width;
    }
  }
  return { values, shape: [table.rows, width] };
};

export const encodeTargets = (table: Table, { target }: ColumnEncoderState): Pick<Dataset, "targets" | "classes"> => {
  const source = columnOf(table, target.name);
  if (target.type === "category") {
    const targets = { values: indicesIn(table, source, target), shape: [table.rows] };
    return { targets, classes: target.categories };
  }
  const { values } = asNumbers(table, source, target);
  const { mean, deviation } = target;
  return {
    targets: { values: Float32Array.from(values, (value) => (value - mean) / deviation), shape: [table.rows, 1] },
  };
};
