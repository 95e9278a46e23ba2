/** The options of a schedule on command lines, made from the registry. */
import { InvalidArgumentError, Option } from "commander";
import type { Form, Schedule, Shape, ShapeOption } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";
import { camelCase, kebabCase } from "./names.ts";
import { readAs, writeValue } from "./notation.ts";

/** Names that `thalweg schedule` has for itself. */
const taken: readonly string[] = ["steps", "svg", "log", "json"];

/** An option's name on the command line; one that is taken has the schedule's name before it. */
const flagOf = ({ kind }: Shape, option: string): string =>
  `--${taken.includes(option) ? `${kebabCase(kind)}-` : ""}${kebabCase(option)}`;

const placeholders: Readonly<Record<Form, string>> = {
  number: "<number>",
  numbers: "<steps>",
  flag: "",
  word: "<name>",
  schedule: "<schedule>",
  pieces: "<pieces>",
};

const read =
  (form: Form) =>
  (text: string): unknown => {
    const value = readAs(form, text);
    if (form !== "number" || typeof value === "number") return value;
    throw new InvalidArgumentError("It must be a number.");
  };

const optionFor = (shape: Shape, name: string, { says, form }: ShapeOption): Option => {
  const standard = shape.defaults[name];
  const flags = `${flagOf(shape, name)} ${placeholders[form]}`.trim();
  const usual = standard === undefined || standard === null ? "" : ` (default: ${standard})`;
  const text = `${says}${shape.required.includes(name) ? " (required)" : usual}`;
  const option = new Option(flags, text);
  // What is left out is left to the schedule itself.
  if (form === "flag") return option;
  return option.argParser(read(form));
};

export const optionsFor = (shape: Shape): readonly Option[] =>
  Object.entries(shape.options).map(([name, about]) => optionFor(shape, name, about));

/** The schedule that options read by commander describe. */
export const scheduleFrom = (shape: Shape, given: Readonly<Record<string, unknown>>): Schedule => {
  const values = Object.keys(shape.options).map((name) => {
    return [name, given[camelCase(flagOf(shape, name).slice(2))]] as const;
  });
  const missing = values.filter(([name, value]) => value === undefined && shape.required.includes(name));
  if (missing.length > 0) {
    const flags = missing.map(([name]) => flagOf(shape, name)).join(" and ");
    throw wrongUsage(`${kebabCase(shape.kind)} needs ${flags}, such as in\n  ${exampleOf(shape).command}`);
  }
  return shape.create(Object.fromEntries(values));
};

/** A program and a command line to start from. */
export const exampleOf = (shape: Shape): { readonly code: string; readonly command: string } => {
  const { kind, example } = shape;
  const options = Object.entries(example.options).map(([name, value]) => {
    const text = writeValue(value);
    return `${flagOf(shape, name)} ${/[ ;()]/.test(text) ? `"${text}"` : text}`;
  });
  return {
    code: `const rate = ${example.code};`,
    command: `thalweg schedule ${kebabCase(kind)} ${options.join(" ")}`,
  };
};
