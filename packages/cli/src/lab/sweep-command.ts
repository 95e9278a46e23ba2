/** The command line that repeats one trial alone. */
import { kebabCase } from "../options/names.ts";
import type { Base } from "./sweep-settings.ts";
import type { Assignment } from "./sweep-space.ts";

/** A word as shells read it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value as it would be typed: numbers with commas, `5%` for a length of warmup. */
const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.join(",");
  if (isPlain(value)) return "steps" in value ? String(value.steps) : `${Number(value.fraction) * 100}%`;
  return String(value);
};

const typed = (values: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => {
    if (value === undefined || value === false || value === "false") return [];
    if (name === "set" && isPlain(value)) {
      return Object.entries(value).flatMap(([own, text]) => ["--set", quoted(`${own}=${String(text)}`)]);
    }
    const isFlag = value === true || value === "true";
    return isFlag ? [`--${kebabCase(name)}`] : [`--${kebabCase(name)}`, quoted(textOf(value))];
  });

/**
 * The command that repeats a trial: `common` are the options that all trials were given, by their names in code, and
 * `options` the names of those that are no option of an optimizer. Undefined where no command takes all of them.
 */
export const commandFor = (
  target: string,
  base: Base,
  values: Assignment,
  { common, options }: { readonly common: Readonly<Record<string, unknown>>; readonly options: readonly string[] },
): string | undefined => {
  const entries = Object.entries(values);
  const own = Object.fromEntries(entries.filter(([name]) => options.includes(name)));
  const set = { ...base.set, ...Object.fromEntries(entries.filter(([name]) => !options.includes(name))) };
  const all: Readonly<Record<string, unknown>> = { ...common, ...own, set };
  if (base.kind === "network") return ["thalweg train", target, ...typed(all)].join(" ");
  const { optimizer = base.optimizer, steps = base.steps, ...others } = all;
  if ("clip" in others) return undefined;
  const words = [target, "--optimizers", String(optimizer), "--steps", String(steps), ...typed(others)];
  return ["thalweg compare", ...words].join(" ");
};
