import { ThalwegError } from "../errors/thalweg-error.ts";
import type { Shape } from "../graph/index.ts";
import { checkOptimizer, type OptimizerSpec } from "./chain.ts";

/** Which parameters: a whole name, a pattern found in the name, or any rule of name and shape. */
export type Match = string | RegExp | ((name: string, shape: Shape) => boolean);

export interface RouteEntry {
  readonly match: Match;
  readonly use: OptimizerSpec;
  /** Begins the names of the entry's state; its position unless given. */
  readonly name?: string;
}

/** One optimizer for each group of parameters. */
export interface Route {
  readonly kind: "route";
  readonly entries: readonly (RouteEntry & { readonly name: string })[];
}

/**
 * Gives groups of parameters their own transforms: the first entry that matches a parameter takes it.
 * What stands before a route in a chain, such as clipByGlobalNorm, sees all parameters.
 *
 * @example
 * const optimizer = chain(
 *   clipByGlobalNorm(1),
 *   route([
 *     { match: /bias$/, use: adam({ learningRate: 1e-3 }) },
 *     { match: () => true, use: adamW({ learningRate: 1e-3 }) },
 *   ]),
 * );
 */
export const route = (entries: readonly RouteEntry[]): Route => {
  if (entries.length === 0) throw new ThalwegError("argument", "route: needs at least one entry, got none");
  const named = entries.map((entry, index) => ({ ...entry, name: entry.name ?? String(index) }));
  for (const { name, use } of named) checkOptimizer(`route: use of entry ${name}`, use);
  const twice = named.find(({ name }, index) => named.findIndex((other) => other.name === name) !== index);
  if (twice) throw new ThalwegError("argument", `route: entry names must differ, got "${twice.name}" twice`);
  return { kind: "route", entries: named };
};

/** The position of the entry that takes a parameter. */
export const entryOf = ({ entries }: Route, name: string, shape: Shape): number => {
  const position = entries.findIndex(({ match }) => matches(match, name, shape));
  if (position >= 0) return position;
  throw new ThalwegError(
    "argument",
    `route: no entry matches parameter ${name}; add a last entry with match: () => true for the rest`,
  );
};

/** Whether a parameter is one of those meant. */
export const matches = (match: Match, name: string, shape: Shape): boolean => {
  if (typeof match === "string") return match === name;
  // search() ignores the place where a global or sticky pattern stopped before.
  return match instanceof RegExp ? name.search(match) >= 0 : match(name, shape);
};
