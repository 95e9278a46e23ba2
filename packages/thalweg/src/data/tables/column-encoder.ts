import { ThalwegError } from "../../errors/thalweg-error.ts";
import type { Dataset } from "../dataset.ts";
import type { Values } from "../values.ts";
import { columnCode, type Missing } from "./column-code.ts";
import { type CategoryInputs, type ColumnEncoderState, encodeInputs, encodeTargets, usable } from "./encode.ts";
import { columnOf, type Table } from "./table.ts";

export interface ColumnEncoderOptions {
  /** What is to be predicted: numbers (regression) or a category (classification). */
  readonly target: string;
  /** Columns that become inputs, in this order; all others that are not text unless said. */
  readonly features?: readonly string[];
  /** "one-hot" unless said. */
  readonly categories?: CategoryInputs;
  /** What becomes of missing values; "error" unless said. A target is never filled. */
  readonly missing?: Missing;
  /** Whether numbers among the features are brought to mean 0 and deviation 1; false unless said. */
  readonly standardize?: boolean;
  /** The same for a target of numbers; false unless said. */
  readonly standardizeTarget?: boolean;
}

export interface ColumnEncoder extends ColumnEncoderState {
  /** Names of the inputs' columns: `rooms`, `place=town`. */
  readonly inputs: readonly string[];
  /** Inputs [rows, columns] with targets [rows, 1] (float32) or labels [rows]. */
  apply(table: Table): Dataset;
  /** Inputs alone, of rows whose target may be unknown. */
  applyTo(table: Table): Values;
  /** Numbers as the target column has them, from outputs [rows, 1]. */
  targetValues(outputs: ArrayLike<number>): Float64Array;
}

/**
 * An encoder from what another learned.
 *
 * @example
 * const houses = parseCsv("rooms,place,price\n3,town,210\n5,land,340\n4,town,280\n");
 * const encoder = columnEncoder(houses, { target: "price" });
 * const again = columnEncoderFrom(JSON.parse(JSON.stringify(encoder)));
 */
export const columnEncoderFrom = (state: ColumnEncoderState): ColumnEncoder => {
  const { features, target, categories, missing } = state;
  const inputs = features.flatMap((code) =>
    code.type === "category" && categories === "one-hot"
      ? code.categories.map((category) => `${code.name}=${category}`)
      : [code.name],
  );
  return {
    ...{ features, target, categories, missing, inputs },
    apply: (table) => {
      const rows = usable(table, state, [...features, target]);
      return { name: table.name, inputs: encodeInputs(rows, state), ...encodeTargets(rows, state) };
    },
    applyTo: (table) => encodeInputs(usable(table, state, features), state),
    targetValues: (outputs) => {
      if (target.type === "number") return Float64Array.from(outputs, (y) => y * target.deviation + target.mean);
      throw new ThalwegError(
        "argument",
        `targetValues: column ${JSON.stringify(target.name)} holds categories, not numbers`,
      );
    },
  };
};

/**
 * How the columns of a table become inputs and targets, learned from the training rows alone: means, deviations and
 * medians; apply it to all rows. Numbers are one input each, standardized when asked; categories one input a category
 * (`place=town`), or indices. A target of numbers makes regression, targets [rows, 1]; a category makes classification,
 * labels [rows]. `JSON.stringify` keeps what was learned, `columnEncoderFrom` reads it back.
 *
 * @example
 * const houses = parseCsv("rooms,place,price\n3,town,210\n5,land,340\n4,town,280\n");
 * const encoding = columnEncoder(houses, { target: "price", standardize: true });
 * encoding.inputs; // ["rooms", "place=land", "place=town"]
 * encoding.apply(houses).inputs.shape; // [3, 3]
 */
export const columnEncoder = (train: Table, options: ColumnEncoderOptions): ColumnEncoder => {
  const { target, features = defaultFeatures(train, target), categories = "one-hot", missing = "error" } = options;
  checkOptions({ ...options, features, categories, missing });
  const { standardize = false, standardizeTarget = false } = options;
  return columnEncoderFrom({
    features: features.map((name) => columnCode(train, columnOf(train, name), { missing, standardize })),
    target: columnCode(train, columnOf(train, target), { missing: "error", standardize: standardizeTarget }),
    categories,
    missing,
  });
};

const defaultFeatures = (table: Table, target: string): string[] =>
  table.columns.filter(({ name, type }) => name !== target && type !== "text").map(({ name }) => name);

const checkOptions = ({
  target,
  features,
  categories,
  missing,
}: Required<Pick<ColumnEncoderOptions, "target" | "features" | "categories" | "missing">>): void => {
  const check = (holds: boolean, rule: string, found: unknown): void => {
    if (!holds) throw new ThalwegError("argument", `columnsToDataset: ${rule}, got ${JSON.stringify(found)}`);
  };
  check(features.length > 0, "features must name at least one column that is neither the target nor text", features);
  check(!features.includes(target), `features must not name the target ${JSON.stringify(target)}`, features);
  check(new Set(features).size === features.length, "features must name each column once", features);
  check(categories === "one-hot" || categories === "indices", 'categories must be "one-hot" or "indices"', categories);
  const isWay = ["error", "drop", "mean", "median"].some((way) => way === missing);
  check(
    isWay || (typeof missing === "number" && Number.isFinite(missing)),
    'missing must be "error", "drop", "mean", "median" or a finite number',
    missing,
  );
};

/**
 * A data set from the columns of a table, as `columnEncoder` makes it. What is learned, such as means that fill gaps,
 * comes from all rows: to test on some of them, use `columnEncoder` on the others.
 *
 * @example
 * const table = parseCsv("rooms,place,price\n3,town,210\n5,land,340\n4,town,280\n");
 * columnsToDataset(table, { features: ["rooms"], target: "price" }).targets.values; // [210, 340, 280]
 */
export const columnsToDataset = (table: Table, options: ColumnEncoderOptions): Dataset =>
  columnEncoder(table, options).apply(table);
