import { InvalidArgumentError } from "commander";

/** Reads the text of an option; throws commander's error when it breaks the rule. */
export type Reader<T> = (text: string) => T;

const numberThat =
  (rule: string, holds: (value: number) => boolean): Reader<number> =>
  (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (Number.isFinite(value) && holds(value)) return value;
    throw new InvalidArgumentError(`It must be ${rule}.`);
  };

export const finite = numberThat("a finite number", () => true);
export const notNegative = numberThat("a number ≥ 0", (value) => value >= 0);
export const positive = numberThat("a number > 0", (value) => value > 0);
export const fractionBelowOne = numberThat("a number in [0, 1)", (value) => value >= 0 && value < 1);
export const fraction = numberThat("a number in (0, 1)", (value) => value > 0 && value < 1);
export const count = numberThat("a whole number ≥ 1", (value) => Number.isSafeInteger(value) && value >= 1);
export const threadNumber = numberThat(
  "a whole number from 1 to 64",
  (value) => Number.isSafeInteger(value) && value >= 1 && value <= 64,
);
export const wholeNumber = numberThat("a whole number ≥ 0", (value) => Number.isSafeInteger(value) && value >= 0);

/** Places of a path: fewer than three span no plane. */
export const pathLength = numberThat("a whole number ≥ 3", (value) => Number.isSafeInteger(value) && value >= 3);

/** A number of examples, or `all`. */
export const batchSize: Reader<number | "all"> = (text) => {
  if (text === "all") return "all";
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It must be a whole number ≥ 1, or "all" for batch mode.');
};

/** Units of each hidden layer, `256,128`; `none` for a linear model. */
export const hiddenSizes: Reader<readonly number[]> = (text) => {
  if (text === "none") return [];
  const sizes = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (sizes.every((size) => Number.isSafeInteger(size) && size >= 1)) return sizes;
  throw new InvalidArgumentError('It must be whole numbers ≥ 1 with commas between them, such as 256,128, or "none".');
};

/** A length of warmup: so many steps, or a share of all of them. */
export type WarmupLength = { readonly steps: number } | { readonly fraction: number };

/** `100` steps or `5%` of them. */
export const warmupLength: Reader<WarmupLength> = (text) => {
  const percent = /^(.+)%$/.exec(text)?.[1];
  const value = Number(percent ?? text);
  if (text.trim() !== "" && value >= 0) {
    if (percent === undefined && Number.isSafeInteger(value)) return { steps: value };
    if (percent !== undefined && value < 100) return { fraction: value / 100 };
  }
  throw new InvalidArgumentError("It must be a whole number of steps ≥ 0, or a percentage below 100 %, such as 5%.");
};

/** Names of columns with commas between them. */
export const columnNames: Reader<readonly string[]> = (text) => {
  const names = text.split(",").map((part) => part.trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new InvalidArgumentError(`It must name each column once, got ${twice} twice.`);
  if (names.every((name) => name !== "")) return names;
  throw new InvalidArgumentError("It must be names of columns with commas between them, such as rooms,area.");
};

/** A sign between cells; that of a tab can hardly be typed. */
export const separatorSign: Reader<string> = (text) => (text === "tab" || text === "\\t" ? "\t" : text);
