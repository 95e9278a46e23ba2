import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Dataset } from "../dataset.ts";
import { split } from "../split.ts";
import { type ColumnEncoder, type ColumnEncoderOptions, columnEncoder } from "./column-encoder.ts";
import { type CsvOptions, readCsv } from "./csv.ts";
import { usable } from "./encode.ts";
import { columnOf, selectRows, type Table } from "./table.ts";

export interface CsvDataOptions extends Omit<CsvOptions, "missing">, ColumnEncoderOptions {
  /** Fraction of the rows held out to test on; 0.2 unless said. */
  readonly test?: number;
  /** Fraction of the other rows held out for validation; none unless said. */
  readonly validation?: number;
  /** Decides which rows. */
  readonly seed?: number;
  /** Cells that stand for a missing value; empty ones, NA, NaN and ? unless said. */
  readonly missingMarks?: readonly string[];
}

export interface CsvData {
  readonly train: Dataset;
  readonly test: Dataset;
  /** Where `validation` was asked for. */
  readonly validation?: Dataset;
  /** What was learned from the training rows: for new rows, and to give outputs their units. */
  readonly encoder: ColumnEncoder;
  readonly task: "classification" | "regression";
  /** All rows as they were read. */
  readonly table: Table;
}

/** The rows of a table as a data set of their numbers, so that `split` can divide them; a row without a target is of class −1. */
const rowNumbers = (table: Table, target: string): Dataset => {
  const source = columnOf(table, target);
  const shape = [table.rows];
  return {
    name: table.name,
    inputs: { values: Int32Array.from({ length: table.rows }, (_, row) => row), shape: [table.rows, 1] },
    targets: { values: source.type === "category" ? source.values : new Int32Array(table.rows), shape },
  };
};

const checkClasses = (table: Table, target: string): "classification" | "regression" => {
  const source = columnOf(table, target);
  if (source.type !== "category") return "regression";
  if (source.categories.length > 1) return "classification";
  throw new ThalwegError(
    "data",
    `${table.name}: column ${JSON.stringify(target)} must hold at least two classes to tell apart, ` +
      `got ${source.categories.length === 1 ? `only ${JSON.stringify(source.categories[0])}` : "none"}`,
  );
};

/**
 * A CSV file made ready to train on and test with: rows divided by seed (by class when the target is a category),
 * numbers standardized with the training rows' mean and deviation, a target of numbers too; rows for validation are
 * none of these. A target of words makes
 * classification, one of numbers regression, unless `types` says otherwise. With missing: "drop", rows without a target
 * are left out as well.
 *
 * @example
 * const { train, test, encoder, task } = await csvData("data/houses.csv", { target: "price", seed: 1 });
 * task; // "regression"
 * train.inputs.shape; // [32, 4]
 */
export const csvData = async (path: string, options: CsvDataOptions): Promise<CsvData> => {
  const { missingMarks, missing, ...rest } = options;
  return divide(await readCsv(path, { ...rest, missing: missingMarks }), { ...rest, missing });
};

type DivideOptions = ColumnEncoderOptions & Pick<CsvDataOptions, "test" | "validation" | "seed">;

/** The same for a table that is already read. */
const divide = (table: Table, options: DivideOptions): CsvData => {
  const { target, test = 0.2, validation, seed } = options;
  const task = checkClasses(table, target);
  const cut = (option: "test" | "validation", rows: Dataset, part: number) =>
    inWordsOf(option, () => split(rows, { validation: part, seed, stratify: task === "classification" }));
  const { train: rest, validation: last } = cut("test", rowNumbers(table, target), test);
  const { train: first, validation: middle } =
    validation === undefined ? { train: rest, validation: undefined } : cut("validation", rest, validation);
  const rowsOf = ({ inputs }: Dataset): Table => selectRows(table, inputs.values);
  const fitted = rowsOf(first);
  const encoder = columnEncoder(fitted, { standardize: true, standardizeTarget: true, ...options });
  // In the order of the file, so that of several lines without a value the first is named.
  usable(table, encoder, [...encoder.features, encoder.target]);
  const encoded = (part: string, rows: Table): Dataset => ({ ...encoder.apply(rows), name: `${table.name}/${part}` });
  return {
    train: encoded("train", fitted),
    test: encoded("test", rowsOf(last)),
    ...(middle && { validation: encoded("validation", rowsOf(middle)) }),
    encoder,
    task,
    table,
  };
};

/** What `split` refuses, named by the option that it comes from. */
const inWordsOf = <T>(option: string, divided: () => T): T => {
  try {
    return divided();
  } catch (error) {
    if (!(error instanceof ThalwegError)) throw error;
    const message = error.message.replace(/^split: validation/, `csvData: ${option}`);
    throw new ThalwegError(error.code, message, { cause: error });
  }
};
