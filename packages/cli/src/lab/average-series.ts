import { columnOf, readCsv, type Table } from "thalweg/data";
import { suggestion } from "thalweg/errors";
import { Generator } from "thalweg/random";
import { wrongUsage } from "../command-error.ts";
import { plural } from "../report/numbers.ts";

/** Numbers in their order, and what they are called. */
export interface Samples {
  readonly name: string;
  readonly values: Float64Array;
  /** What there is to say of them, such as cells that were left out. */
  readonly note?: string;
}

const [samples, deviation] = [200, 0.5];

/** A slow wave with noise on it. */
export const drawnSamples = (seed: number): Samples => {
  const random = new Generator(seed, "series");
  const wave = (index: number): number => 2 + Math.sin((2 * Math.PI * index) / samples);
  return {
    name: `a wave with noise of deviation ${deviation}`,
    values: Float64Array.from({ length: samples }, (_, index) => wave(index) + random.normal(0, deviation)),
  };
};

/** The only column of numbers, where no name says which. */
const onlyColumn = ({ name, columns }: Table): string => {
  const names = columns.filter(({ type }) => type === "number").map((column) => column.name);
  if (names.length === 1) return names[0];
  const which = names.length === 0 ? "it has no column of numbers" : `it has columns ${names.join(", ")}`;
  throw wrongUsage(`--column: must name a column of numbers in ${name}; ${which}`);
};

/** A column of a CSV file; missing numbers are left out. */
export const readSamples = async (file: string, column: string | undefined): Promise<Samples> => {
  const table = await readCsv(file);
  const names = table.columns.map(({ name }) => name);
  if (column !== undefined && !names.includes(column)) {
    throw wrongUsage(`--column: there is no column ${column} in ${table.name}${suggestion(column, names)}`);
  }
  const found = columnOf(table, column ?? onlyColumn(table));
  if (found.type !== "number") {
    throw wrongUsage(`--column: ${found.name} of ${table.name} holds words; name a column of numbers`);
  }
  const values = found.values.filter((value) => !Number.isNaN(value));
  if (values.length === 0) throw wrongUsage(`--column: ${found.name} of ${table.name} holds no numbers`);
  const missing = found.values.length - values.length;
  return { name: found.name, values, ...(missing > 0 ? { note: `${plural(missing, "missing cell")} left out` } : {}) };
};
