import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { Options } from "./options.ts";
import { type Json, type Schedule, type StepFunction, toJson, withSpec } from "./schedule.ts";

/** How an option is written where there is only text: on a command line. */
export type Form = "number" | "numbers" | "flag" | "word" | "schedule" | "pieces";

/** An option of a schedule. */
export interface ShapeOption {
  /** What it is and must be. */
  readonly says: string;
  readonly form: Form;
}

/** What a schedule is, for code, the command line and the documentation alike. */
export interface Shape {
  readonly kind: string;
  readonly summary: string;
  readonly formula: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** Options that must be given. */
  readonly required: readonly string[];
  /** Options that may be left out, with their values then; null means "follows from the others". */
  readonly defaults: { readonly [option: string]: Json };
  /** All of them: the required ones, then those with defaults. */
  readonly options: Readonly<Record<string, ShapeOption>>;
  /** Usual options, and the same schedule in code. */
  readonly example: { readonly options: { readonly [option: string]: Json }; readonly code: string };
  /** The schedule with these options; the factories are this with types. */
  readonly create: (options: object) => Schedule;
}

interface Definition extends Omit<Shape, "create" | "options"> {
  readonly says: Readonly<Record<string, string>>;
  /** Of options that are neither numbers nor like their defaults. */
  readonly forms?: Readonly<Record<string, Form>>;
  readonly at: (options: Options) => StepFunction;
}

const formLike = (standard: Json | undefined): Form => {
  if (typeof standard === "boolean") return "flag";
  return typeof standard === "string" ? "word" : "number";
};

/** Describes a shape; `at` reads its options and returns the closed form. */
export const defineShape = ({ at, says, forms = {}, ...about }: Definition): Shape => {
  const names = [...about.required, ...Object.keys(about.defaults)];
  const options = names.map((name): [string, ShapeOption] => {
    return [name, { says: says[name], form: forms[name] ?? formLike(about.defaults[name]) }];
  });
  const create = (values: object): Schedule => {
    const given = Object.entries(values).filter(([, value]) => value !== undefined);
    for (const [name] of given) {
      if (names.includes(name)) continue;
      throw new ThalwegError("argument", `${about.kind}: there is no option ${name}${suggestion(name, names)}`);
    }
    const missing = about.required.find((name) => !given.some(([known]) => known === name));
    if (missing !== undefined) throw new ThalwegError("argument", `${about.kind}: ${missing} must be given`);
    const complete = { ...about.defaults, ...Object.fromEntries(given) };
    const json = Object.fromEntries(names.map((name) => [name, toJson(complete[name])]));
    return withSpec(at(new Options(about.kind, complete)), { kind: about.kind, ...json });
  };
  return { ...about, options: Object.fromEntries(options), create };
};
