/** What `run.json` says, as a list of names and plain values: `set.beta1`, `classAccuracy.Bag`, `hidden`. */
import { kebabCase } from "../options/names.ts";

export type Value = number | string | boolean;

export type Facts = ReadonlyMap<string, Value>;

/** Values in no order, as they are typed: `256,128`, or `none`. */
const listText = (items: readonly unknown[]): string => (items.length === 0 ? "none" : items.map(String).join(","));

type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Schedules are named as on the command line: a warmup and a cosine are `warmup-cosine`. */
const scheduleName = ({ kind, schedule }: Fields): string =>
  `${kebabCase(String(kind))}${isFields(schedule) && "kind" in schedule ? `-${scheduleName(schedule)}` : ""}`;

/** A length of warmup as it is typed: `100`, `5%`. */
const warmupText = ({ steps, fraction }: Fields): Value | undefined => {
  if (typeof steps === "number") return steps;
  return typeof fraction === "number" ? `${Number((100 * fraction).toPrecision(12))}%` : undefined;
};

/** JSON has no numbers that are not finite; they are written as words. */
const unwritten: ReadonlyMap<string, number> = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** Options of `--set` are kept as they were typed: `0.9` and `.9` are the same. */
const textValue = (text: string): Value => {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isNaN(value) ? (unwritten.get(text) ?? text) : value;
};

const addTo = (facts: Map<string, Value>, name: string, value: unknown): void => {
  if (typeof value === "number" || typeof value === "boolean") facts.set(name, value);
  else if (typeof value === "string") facts.set(name, textValue(value));
  else if (Array.isArray(value)) {
    if (!value.some((item) => typeof item === "object" && item !== null)) facts.set(name, listText(value));
    else for (const [index, item] of value.entries()) addTo(facts, `${name}.${index + 1}`, item);
  } else if (isFields(value)) {
    const warmup = name === "warmup" ? warmupText(value) : undefined;
    if (warmup !== undefined) facts.set(name, warmup);
    else {
      const { kind, ...others } = value;
      if (typeof kind === "string") facts.set(name, scheduleName(value));
      for (const [own, inner] of Object.entries(typeof kind === "string" ? others : value)) {
        // The name has that of the inner schedule already.
        const isInner = typeof kind === "string" && isFields(inner) && "kind" in inner;
        addTo(facts, `${name}.${own}`, isInner ? { ...inner, kind: undefined } : inner);
      }
    }
  }
};

/** All plain values of an object, under names with dots; what is null is left out. */
export const factsIn = (fields: unknown): Facts => {
  const facts = new Map<string, Value>();
  if (isFields(fields)) for (const [name, value] of Object.entries(fields)) addTo(facts, name, value);
  return facts;
};

/** Whether two values are the same, as numbers where both are. */
export const isSame = (a: Value | undefined, b: Value | undefined): boolean => Object.is(a, b) || a === b;
