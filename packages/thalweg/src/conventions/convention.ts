import type { Chain, OptimizerSpec } from "../optimizers/index.ts";
import type { Rules } from "../optimizers/options.ts";
import { creator, jsonOf } from "../optimizers/recipe.ts";
import type { Json } from "../schedules/index.ts";

export type Library = "torch" | "keras" | "optax";

/** What another library's rule is, for code and the documentation alike. */
export interface AboutConvention {
  readonly library: Library;
  /** As in code: `torch.adamW`. */
  readonly name: string;
  /** What that library calls it, such as `torch.optim.AdamW`. */
  readonly original: string;
  /** Its rule, as that library computes it. */
  readonly formula: string;
  /** Where it parts from ours of the same name, each with its formula; empty when only defaults differ. */
  readonly differences: readonly string[];
}

/** An optimizer with another library's defaults and rules, under our names of options. */
export interface Convention<O extends object = object> extends AboutConvention {
  (options?: O): Chain;
  readonly defaults: Readonly<Record<string, Json>>;
  /** What each option must be, in words. */
  readonly rules: Readonly<Record<string, { readonly says: string }>>;
}

/** Describes another library's optimizer; `build` puts it together from checked options. */
export const defineConvention = <O extends object>({
  name,
  rules,
  defaults,
  build,
  ...about
}: AboutConvention & {
  readonly rules: Rules<O>;
  readonly defaults: Readonly<Required<O>>;
  readonly build: (options: Required<O>) => readonly OptimizerSpec[];
}): Convention<O> => {
  const create = creator(name, `${about.library}.${name}`, rules, defaults, build);
  return Object.assign(create, { ...about, rules, defaults: jsonOf(defaults) });
};

/** Whether a value is an optimizer of another library. */
export const isConvention = (value: unknown): value is Convention =>
  typeof value === "function" && "library" in value && "differences" in value;
