/**
 * What a sweep varies. `--vary momentum=0,0.5,0.9` lists values, with parentheses around those with commas,
 * `hidden=(256,128),(64)`; `--vary learning-rate=1e-4..1e-1:log` is a range, `:log` for equal ratios, `:int` for whole
 * numbers, `:7` for so many values in a grid.
 */
import { Generator } from "thalweg/random";
import { wrongUsage } from "../command-error.ts";
import { camelCase, kebabCase } from "../options/names.ts";
import { cut } from "../options/notation.ts";

export type Dimension = Listed | Range;

interface Named {
  /** As in code: `learningRate`. */
  readonly name: string;
}

export interface Listed extends Named {
  readonly values: readonly string[];
}

export interface Range extends Named {
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly whole: boolean;
  /** In a grid. */
  readonly count?: number;
}

/** The values of one trial by the names of what varies, as they would be typed. */
export type Assignment = Readonly<Record<string, string>>;

/** Values of a range in a grid unless it says how many. */
const usualCount = 5;
/** Trials of a grid at most: a sweep of more is a slip of the keyboard. */
const most = 100_000;

const rangeIn = (name: string, text: string): Range | undefined => {
  const [ends, ...marks] = text.split(":");
  const [low, high, ...others] = ends.split("..").map((end) => (end.trim() === "" ? Number.NaN : Number(end)));
  if (!ends.includes("..")) return undefined;
  const flag = `--vary ${kebabCase(name)}`;
  if (others.length > 0 || !Number.isFinite(low) || !Number.isFinite(high)) {
    throw wrongUsage(`${flag}: a range is written low..high, such as 1e-4..1e-1:log, got ${text}`);
  }
  if (low >= high) throw wrongUsage(`${flag}: the range is empty: ${low} must be below ${high}`);
  const [log, whole] = ["log", "int"].map((mark) => marks.includes(mark));
  if (log && low <= 0) throw wrongUsage(`${flag}: a range with :log must begin above 0, got ${low}`);
  const rest = marks.filter((mark) => mark !== "log" && mark !== "int");
  const count = rest.length === 0 ? undefined : Number(rest[0]);
  if (rest.length > 1 || (count !== undefined && !(Number.isSafeInteger(count) && count >= 2))) {
    throw wrongUsage(`${flag}: after a range may stand :log, :int and a number of values ≥ 2, got :${marks.join(":")}`);
  }
  return { name, low, high, log, whole, ...(count === undefined ? {} : { count }) };
};

/** What one `--vary` says. */
export const dimensionIn = (text: string): Dimension => {
  const equals = text.indexOf("=");
  if (equals < 1) throw wrongUsage(`--vary: is written name=values, such as momentum=0,0.9, got ${text || "nothing"}`);
  const name = camelCase(text.slice(0, equals).trim());
  const given = text.slice(equals + 1).trim();
  const range = given.startsWith("(") ? undefined : rangeIn(name, given);
  if (range !== undefined) return range;
  const values = cut(given, ",").map((value) => value.replace(/^\((.*)\)$/s, "$1").trim());
  const flag = `--vary ${kebabCase(name)}`;
  if (values.includes("")) {
    throw wrongUsage(`${flag}: must be values with commas between them, or a range, got ${given || "nothing"}`);
  }
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw wrongUsage(`${flag}: must name each value once, got ${twice} twice`);
  return { name, values };
};

/** What `dimensionIn` reads, without the name. */
export const writtenValues = (dimension: Dimension): string => {
  if ("values" in dimension) {
    return dimension.values.map((value) => (/[,:]/.test(value) ? `(${value})` : value)).join(",");
  }
  const { low, high, log, whole, count } = dimension;
  return [`${low}..${high}`, ...(log ? ["log"] : []), ...(whole ? ["int"] : []), ...(count ? [count] : [])].join(":");
};

/** At most six digits, as people would type it. */
const shown = (value: number): string => String(Number(value.toPrecision(6)));

/** The value at a share from 0 to 1 of a range. */
const valueAt = ({ low, high, log, whole }: Range, share: number): string => {
  const value = log ? low * (high / low) ** share : low + share * (high - low);
  return whole ? String(Math.round(value)) : shown(value);
};

const gridOf = (dimension: Dimension): readonly string[] => {
  if ("values" in dimension) return dimension.values;
  const { count = usualCount } = dimension;
  // Whole numbers may coincide.
  return [...new Set(Array.from({ length: count }, (_, index) => valueAt(dimension, index / (count - 1))))];
};

/** Every combination, the last dimension fastest. */
export const gridTrials = (dimensions: readonly Dimension[]): readonly Assignment[] => {
  const values = dimensions.map(gridOf);
  const size = values.reduce((product, { length }) => product * length, 1);
  if (size > most) throw wrongUsage(`--vary: the grid would have ${size} trials; use --search random --trials 100`);
  return values.reduce<readonly Assignment[]>(
    (before, own, at) => before.flatMap((trial) => own.map((value) => ({ ...trial, [dimensions[at].name]: value }))),
    [{}],
  );
};

/** So many trials at random: each depends on the seed and its number alone. */
export const randomTrials = (dimensions: readonly Dimension[], trials: number, seed: number): readonly Assignment[] => {
  const fixed = dimensions.find((dimension) => "count" in dimension);
  if (fixed) {
    throw wrongUsage(`--vary ${kebabCase(fixed.name)}: a number of values is for --search grid; leave it out`);
  }
  const drawn = (dimension: Dimension, random: Generator): string =>
    "values" in dimension
      ? dimension.values[random.integer(dimension.values.length)]
      : valueAt(dimension, random.uniform());
  return Array.from({ length: trials }, (_, trial) =>
    Object.fromEntries(
      dimensions.map((dimension) => {
        const random = new Generator(seed, "sweep", trial, dimension.name);
        return [dimension.name, drawn(dimension, random)];
      }),
    ),
  );
};
