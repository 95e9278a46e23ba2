import { ThalwegError } from "../../errors/thalweg-error.ts";
import { statistics } from "../standardize.ts";
import { commaHint } from "./column-builder.ts";
import { type CategoryColumn, type Column, type NumberColumn, placeOf, type Table } from "./table.ts";

/** What becomes of rows with missing values: an error, left out, or filled by what the training rows say or by a number. */
export type Missing = "error" | "drop" | "mean" | "median" | number;

/** How a number column becomes inputs: y = (x − mean)/deviation, `fill` standing for a missing x. */
export interface NumberCode {
  readonly name: string;
  readonly type: "number";
  readonly mean: number;
  readonly deviation: number;
  readonly fill?: number;
}

/** A category column by the names its indices stand for. */
export interface CategoryCode {
  readonly name: string;
  readonly type: "category";
  readonly categories: readonly string[];
}

export type ColumnCode = NumberCode | CategoryCode;

const median = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** What is learned from a number column: statistics of the values that are there. */
export const numberCode = (
  file: string,
  { name, values }: NumberColumn,
  { missing, standardize }: { missing: Missing; standardize: boolean },
): NumberCode => {
  const present = values.filter((value) => !Number.isNaN(value));
  if (present.length === 0) {
    throw new ThalwegError(
      "data",
      `${file}: column ${JSON.stringify(name)} has no value in any row; leave it out of features`,
    );
  }
  const { mean, deviation } = statistics({ values: present, shape: [present.length, 1] }, 1);
  const fill = missing === "mean" ? mean[0] : missing === "median" ? median(present) : missing;
  return {
    name,
    type: "number",
    mean: standardize ? mean[0] : 0,
    deviation: standardize && deviation[0] > 0 ? deviation[0] : 1,
    ...(typeof fill === "number" && { fill }),
  };
};

/** What is learned from any column that a network can take. */
export const columnCode = (
  table: Table,
  source: Column,
  options: { missing: Missing; standardize: boolean },
): ColumnCode => {
  if (source.type === "number") return numberCode(table.name, source, options);
  if (source.type === "category") return { name: source.name, type: "category", categories: source.categories };
  const row = Math.max(
    source.values.findIndex((text) => text !== ""),
    0,
  );
  const found = source.values[row];
  throw new ThalwegError(
    "data",
    `${placeOf(table, row)}: column ${JSON.stringify(source.name)} holds text, ${JSON.stringify(found)}` +
      `${commaHint(found)}, which a network cannot take as it is; leave it out of features, ` +
      `or read it with types: { ${JSON.stringify(source.name)}: "category" }`,
  );
};

const wrongType = (table: Table, source: Column, code: ColumnCode): ThalwegError =>
  new ThalwegError(
    "data",
    `${table.name}: column ${JSON.stringify(source.name)} must be of type ${code.type}, as in the training rows, ` +
      `got ${source.type}; read it with types: { ${JSON.stringify(source.name)}: "${code.type}" }`,
  );

/** A column that a code for numbers was made for. */
export const asNumbers = (table: Table, source: Column, code: NumberCode): NumberColumn => {
  if (source.type === "number") return source;
  throw wrongType(table, source, code);
};

/** The indices of a column's values among the categories of `code`, −1 for a missing one; a new category is an error. */
export const indicesIn = (table: Table, source: Column, code: CategoryCode): Int32Array => {
  // A file of new rows may hold so few values that words seem to be text, or names that are numbers seem to be such.
  if (source.type === "text") return mapped(table, wordsOf(source.values), code);
  if (source.type === "number") return mapped(table, wordsOf(Array.from(source.values, numberName)), code);
  return mapped(table, source, code);
};

const numberName = (value: number): string => (Number.isNaN(value) ? "" : String(value));

const wordsOf = (words: readonly string[]): Pick<CategoryColumn, "values" | "categories"> => {
  const categories = [...new Set(words.filter((word) => word !== ""))];
  const indices = new Map(categories.map((word, index) => [word, index]));
  return { categories, values: Int32Array.from(words, (word) => indices.get(word) ?? -1) };
};

const mapped = (
  table: Table,
  { values, categories }: Pick<CategoryColumn, "values" | "categories">,
  code: CategoryCode,
): Int32Array => {
  const known = new Map(code.categories.map((category, index) => [category, index]));
  const indices = categories.map((category) => known.get(category));
  return values.map((value, row) => {
    if (value < 0) return -1;
    const index = indices[value];
    if (index !== undefined) return index;
    throw new ThalwegError(
      "data",
      `${placeOf(table, row)}: column ${JSON.stringify(code.name)} must be one of the ${code.categories.length} ` +
        `categories of the training rows, got ${JSON.stringify(categories[value])}; leave the row out, or train with it`,
    );
  });
};
