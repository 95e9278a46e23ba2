import type { Json } from "../schedules/index.ts";
import { toJson } from "../schedules/schedule.ts";
import type { Chain, OptimizerSpec } from "./chain.ts";
import { type Rules, readOptions } from "./options.ts";

/** What an optimizer is, for code, the command line and the documentation alike. */
export interface Recipe {
  /** As in code: `adamW`. */
  readonly name: string;
  /** As on the command line: `adamw`. */
  readonly command: string;
  readonly summary: string;
  readonly formula: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** State beside the weights, in multiples of their size. */
  readonly memory: string;
  readonly knownIssue: string;
  readonly defaults: Readonly<Record<string, Json>>;
  /** The optimizer with these options; the functions in code are this with types. */
  create(options: object): Chain;
}

/** Describes an optimizer; `build` puts it together from checked options. */
export const defineRecipe = <O extends object>({
  rules,
  defaults,
  build,
  ...about
}: Omit<Recipe, "defaults" | "create"> & {
  readonly rules: Rules<O>;
  readonly defaults: Readonly<Required<O>>;
  readonly build: (options: Required<O>) => readonly OptimizerSpec[];
}): Omit<Recipe, "create"> & { create(options: O): Chain } => ({
  ...about,
  defaults: jsonOf(defaults),
  create: (options) => {
    const values = readOptions(about.name, options, rules, defaults);
    return { kind: "chain", stages: build(values), recipe: { name: about.name, options: jsonOf(values) } };
  },
});

const jsonOf = (values: object): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toJson(value)]));
