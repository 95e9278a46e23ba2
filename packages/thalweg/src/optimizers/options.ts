import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import type { StepFunction } from "../schedules/index.ts";
import { asSchedule, withSpec } from "../schedules/schedule.ts";

/** What an option must be; numbers are checked at every step when a schedule gives them. */
export interface Rule {
  readonly says: string;
  readonly accepts: (value: unknown) => boolean;
  readonly scheduled: boolean;
}

const numberRule = (says: string, holds: (value: number) => boolean, scheduled: boolean): Rule => ({
  says,
  accepts: (value) => typeof value === "number" && Number.isFinite(value) && holds(value),
  scheduled,
});

/** A number or a schedule of them. */
export const hyper = (says: string, holds: (value: number) => boolean): Rule => numberRule(says, holds, true);

export const finite = hyper("a finite number", () => true);
export const notNegative = hyper("≥ 0", (value) => value >= 0);
export const positive = hyper("> 0", (value) => value > 0);
/** How much of an average each step keeps. */
export const decay = hyper("in [0, 1)", (value) => value >= 0 && value < 1);
/** Strictly between, where both ends would divide by 0 or stand still. */
export const inside = hyper("in (0, 1)", (value) => value > 0 && value < 1);
/** A number that no schedule can give, such as what a slot starts with. */
export const fixedNotNegative = numberRule("≥ 0", (value) => value >= 0, false);
export const fixedPositive = numberRule("> 0", (value) => value > 0, false);
export const fixedNotPositive = numberRule("≤ 0", (value) => value <= 0, false);
/** How many, or every which update; no schedule can give it. */
export const count = numberRule("a whole number ≥ 1", (value) => Number.isSafeInteger(value) && value >= 1, false);
/** How much of one thing is mixed with another. */
export const share = hyper("in [0, 1]", (value) => value >= 0 && value <= 1);

/** At most 0, such as the exponent of a decay. */
export const notPositive = hyper("≤ 0", (value) => value <= 0);
/** What a rule accepts, or null for none of it or for what else it stands for. */
export const orNull = (rule: Rule, meaning = "none"): Rule => ({
  ...rule,
  says: `${rule.says}, or null for ${meaning}`,
  accepts: (value) => value === null || rule.accepts(value),
});
/** Two numbers that no schedule can give. */
export const fixedPair = (says: string, holds: (first: number, second: number) => boolean): Rule => ({
  says: `two numbers ${says}`,
  accepts: (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((each) => typeof each === "number" && Number.isFinite(each)) &&
    holds(value[0], value[1]),
  scheduled: false,
});

/** A list of numbers that no schedule can give. */
export const fixedNumbers = (length: number): Rule => ({
  says: `${length} finite numbers`,
  accepts: (value) =>
    Array.isArray(value) &&
    value.length === length &&
    value.every((each) => typeof each === "number" && Number.isFinite(each)),
  scheduled: false,
});

/** Regular expressions as text. */
export const patterns: Rule = {
  says: "a list of patterns",
  accepts: (value) => Array.isArray(value) && value.every(isPattern),
  scheduled: false,
};

const isPattern = (value: unknown): boolean => {
  if (typeof value !== "string") return false;
  try {
    return new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
};

export const flag: Rule = { says: "true or false", accepts: (value) => typeof value === "boolean", scheduled: false };

export const oneOf = (choices: readonly string[]): Rule => ({
  says: `one of ${choices.join(", ")}`,
  accepts: (value) => choices.some((choice) => choice === value),
  scheduled: false,
});

/** The rules of an options object, one an option. */
export type Rules<O> = { readonly [P in keyof Required<O>]: Rule };

/**
 * `given` with defaults for what is left out, every value checked: `adamW: beta1 must be in [0, 1),
 * got 1.2`. Schedules come back checking each value they give.
 */
export const readOptions = <O extends object>(
  owner: string,
  given: O | undefined,
  rules: Rules<O>,
  defaults: Readonly<Required<O>>,
): Required<O> => {
  const values: Required<O> = { ...defaults };
  const byName = new Map<string, Rule>(Object.entries(rules));
  for (const [name, value] of Object.entries(given ?? {})) {
    const rule = byName.get(name);
    if (!rule) {
      throw new ThalwegError("argument", `${owner}: there is no option ${name}${suggestion(name, [...byName.keys()])}`);
    }
    if (value !== undefined) Object.assign(values, { [name]: readValue(owner, name, rule, value) });
  }
  return values;
};

/** One value under a rule, as readOptions reads it. */
export const readValue = <V>(owner: string, name: string, rule: Rule, value: V): V | StepFunction => {
  const check = (actual: unknown, when: string): void => {
    if (rule.accepts(actual)) return;
    const shown =
      typeof actual === "function"
        ? "a function"
        : typeof actual === "number"
          ? String(actual)
          : JSON.stringify(actual);
    throw new ThalwegError("argument", `${owner}: ${name} must be ${rule.says}, got ${shown}${when}`);
  };
  if (!rule.scheduled || !isStepFunction(value)) {
    check(value, "");
    return value;
  }
  const schedule = asSchedule(value);
  return withSpec((step) => {
    const actual = schedule(step);
    check(actual, ` at step ${step}`);
    return actual;
  }, schedule.spec);
};

const isStepFunction = (value: unknown): value is StepFunction => typeof value === "function";
