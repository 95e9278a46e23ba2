/**
 * Values of options as text. A schedule is `cosine:peak=1e-3,total=900`, a number, or its spec as JSON; a schedule
 * within a schedule stands in parentheses: `warmup:steps=100,schedule=(cosine:peak=1e-3,total=900)`. Pieces are
 * separated by semicolons: `0.1 until 100; cosine:peak=0.1,total=900`.
 */
import { type Form, type Json, type Schedule, type ScheduleSpec, scheduleFromSpec } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import { camelCase, kebabCase, shapeNamed } from "./names.ts";

/** Cuts at a sign that stands outside all brackets. */
export const cut = (text: string, sign: string): readonly string[] => {
  const parts = [""];
  let depth = 0;
  for (const letter of text) {
    if ("([{".includes(letter)) depth++;
    if (")]}".includes(letter)) depth--;
    if (letter === sign && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
};

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw wrongUsage(`${text} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const isSpec = (value: unknown): value is ScheduleSpec =>
  typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";

const numberIn = (text: string): number | undefined => {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
};

const numbersIn = (text: string): readonly number[] | undefined => {
  const parts = bare(text)
    .replace(/^\[(.*)\]$/, "$1")
    .split(",");
  const numbers = parts.map(numberIn).filter((value) => value !== undefined);
  return numbers.length === parts.length ? numbers : undefined;
};

/** What stands in parentheses around the whole text, or else the text. */
const bare = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.startsWith("(") && trimmed.endsWith(")") ? trimmed.slice(1, -1).trim() : trimmed;
};

/** A schedule, or the number that a constant one is. */
export const readSchedule = (text: string): number | Schedule => {
  const inner = bare(text);
  const value = inner.startsWith("{") ? fromJson(inner) : numberIn(inner);
  if (typeof value === "number") return value;
  if (value !== undefined && !isSpec(value)) throw wrongUsage(`${inner} has no "kind", which names a schedule`);
  if (value !== undefined) return scheduleFromSpec(value);
  const [name, ...rest] = inner.split(":");
  const { kind, options, create } = shapeNamed(name.trim());
  const entries = rest.length === 0 ? [] : cut(rest.join(":"), ",").map((part) => assignment(part, kind));
  return create(Object.fromEntries(entries.map(([own, written]) => [own, readAs(options[own]?.form, written)])));
};

/** The pieces of a joined schedule. */
const readPieces = (text: string): unknown => {
  const inner = bare(text);
  if (inner.startsWith("[")) return fromJson(inner);
  return cut(inner, ";").map((part) => {
    const [, schedule, until] = /^(.*?)(?:\s+until\s+(\S+))?$/s.exec(part) ?? ["", part];
    return { schedule: readSchedule(schedule), ...(until === undefined ? {} : { until: numberIn(until) ?? until }) };
  });
};

/** A value of a known form; where it cannot be one, the text itself, which the schedule refuses in its own words. */
export const readAs = (form: Form | undefined, text: string): unknown => {
  if (form === "numbers") return numbersIn(text) ?? text;
  if (form === "word") return camelCase(text);
  if (form === "schedule") return readSchedule(text);
  if (form === "pieces") return readPieces(text);
  return readValue(text);
};

/** A value whose form its text shows: a number, true, false, null, numbers with commas, a schedule, or a word. */
export const readValue = (text: string): unknown => {
  if (text === "true" || text === "false" || text === "null") return fromJson(text);
  if (/^\{.*\}$/s.test(text) || /^[\w-]+:/.test(text)) return readSchedule(text);
  const numbers = numbersIn(text);
  if (numbers !== undefined) return numbers.length === 1 && !text.startsWith("[") ? numbers[0] : numbers;
  return text.startsWith("[") ? fromJson(text) : text;
};

/** `name=value`, the name in either way of writing. */
export const assignment = (text: string, owner: string): readonly [string, string] => {
  const equals = text.indexOf("=");
  if (equals > 0) return [camelCase(text.slice(0, equals).trim()), text.slice(equals + 1).trim()];
  throw wrongUsage(`${owner}: options are written name=value, got ${text === "" ? "nothing" : text}`);
};

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A piece of a joined schedule. */
const writePiece = (piece: Json): string => {
  if (!isObject(piece)) return writeValue(piece);
  return `${writeValue(piece.schedule)}${piece.until === undefined ? "" : ` until ${piece.until}`}`;
};

/** What `readAs` reads. */
export const writeValue = (value: Json): string => {
  if (Array.isArray(value)) return value.some(isObject) ? value.map(writePiece).join("; ") : value.join(",");
  if (isObject(value)) return isSpec(value) ? writeSchedule(value) : JSON.stringify(value);
  return String(value);
};

/** What `readSchedule` reads: `cosine:peak=0.001,total=900`. */
export const writeSchedule = ({ kind, ...options }: ScheduleSpec): string => {
  const given = Object.entries(options).filter(([, value]) => value !== null);
  const written = given.map(([name, value]) => {
    const text = writeValue(value);
    return `${name}=${/[,:;]/.test(text) ? `(${text})` : text}`;
  });
  return `${kebabCase(kind)}:${written.join(",")}`;
};
