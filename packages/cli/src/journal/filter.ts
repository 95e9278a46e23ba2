/** Conditions on runs as text: `optimizer=adam`, `learningRate<=1e-3`, `testAccuracy>0.8`, `momentum=none`. */
import { wrongUsage } from "../command-error.ts";
import type { Facts, Value } from "./facts.ts";
import { factNamed } from "./names.ts";

const signs = ["<=", ">=", "!=", "=", "<", ">"] as const;
type Sign = (typeof signs)[number];

export interface Condition {
  readonly name: string;
  readonly sign: Sign;
  readonly text: string;
}

const form = /^([^<>=!]+)(<=|>=|!=|==?|<|>)(.*)$/s;

/** Reads a condition; the name is checked when it is known what runs there are. */
export const readCondition = (text: string): Condition => {
  const [, name = "", written = "", value = ""] = form.exec(text) ?? [];
  const sign = signs.find((each) => each === (written === "==" ? "=" : written));
  if (sign === undefined || name.trim() === "") {
    throw wrongUsage(
      `--where: must be a name, one of ${signs.join(" ")} and a value, such as 'testAccuracy>0.8', got ${text || "nothing"}`,
    );
  }
  if (value.trim() === "") throw wrongUsage(`--where: ${text} has no value after ${sign}; "none" is what is not set`);
  return { name: name.trim(), sign, text: value.trim() };
};

const numberIn = (text: string): number => (text === "" ? Number.NaN : Number(text));

const isEqual = (value: Value, text: string): boolean => {
  if (typeof value !== "number") return String(value).toLowerCase() === text.toLowerCase();
  return Number.isNaN(value) ? text.toLowerCase() === "nan" : value === numberIn(text);
};

/** Less than 0, 0 or more, as the value is below, at or above the text; NaN where they cannot be compared. */
const order = (value: Value, text: string): number => {
  const number = numberIn(text);
  if (typeof value === "number") return value === number ? 0 : value - number;
  // Words have an order, too: dates are compared so.
  if (typeof value === "string" && Number.isNaN(number)) return value < text ? -1 : value > text ? 1 : 0;
  return Number.NaN;
};

const compared = {
  "<": (by: number) => by < 0,
  "<=": (by: number) => by <= 0,
  ">": (by: number) => by > 0,
  ">=": (by: number) => by >= 0,
} as const;

/** Whether a run meets a condition; what it has not set is equal to "none", and neither large nor small. */
export const holds = ({ name, sign, text }: Condition, facts: Facts): boolean => {
  const value = facts.get(name);
  const equal = value === undefined ? text.toLowerCase() === "none" : isEqual(value, text);
  if (sign === "=") return equal;
  if (sign === "!=") return !equal;
  return value !== undefined && compared[sign](order(value, text));
};

/** Conditions with names as facts have them; what none of the runs has is refused. */
export const checkedConditions = (conditions: readonly Condition[], runs: readonly Facts[]): readonly Condition[] =>
  // Of no runs there is nothing to know.
  runs.length === 0
    ? conditions
    : conditions.map((condition) => ({ ...condition, name: factNamed("--where", condition.name, runs) }));
