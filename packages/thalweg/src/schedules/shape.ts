import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { Options } from "./options.ts";
import { type Json, type Schedule, type StepFunction, toJson, withSpec } from "./schedule.ts";

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
  /** The schedule with these options; the factories are this with types. */
  readonly create: (options: object) => Schedule;
}

/** Describes a shape; `at` reads its options and returns the closed form. */
export const defineShape = (
  shape: Omit<Shape, "create"> & { readonly at: (options: Options) => StepFunction },
): Shape => {
  const { at, ...about } = shape;
  const names = [...about.required, ...Object.keys(about.defaults)];
  const create = (options: object): Schedule => {
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    for (const [name] of given) {
      if (names.includes(name)) continue;
      throw new ThalwegError("argument", `${about.kind}: there is no option ${name}${suggestion(name, names)}`);
    }
    const missing = about.required.find((name) => !given.some(([known]) => known === name));
    if (missing !== undefined) throw new ThalwegError("argument", `${about.kind}: ${missing} must be given`);
    const values = { ...about.defaults, ...Object.fromEntries(given) };
    const json = Object.fromEntries(names.map((name) => [name, toJson(values[name])]));
    return withSpec(at(new Options(about.kind, values)), { kind: about.kind, ...json });
  };
  return { ...about, create };
};
