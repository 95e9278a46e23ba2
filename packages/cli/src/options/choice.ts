import { InvalidArgumentError } from "commander";
import { nearest, suggestion } from "thalweg/errors";
import type { Reader } from "./numbers.ts";

/**
 * One of a few names, or of the many that the command `listing` lists; the error suggests the nearest, of `others` that
 * are read elsewhere, too.
 */
export const choice =
  <T extends string>(what: string, names: readonly T[], listing?: string, others: readonly string[] = []): Reader<T> =>
  (text) => {
    const chosen = names.find((name) => name === text);
    if (chosen !== undefined) return chosen;
    const all = [...names, ...others];
    const hint = listing === undefined || nearest(text, all) ? suggestion(text, all) : `; ${listing} lists them`;
    throw new InvalidArgumentError(`There is no ${what} ${text}${hint}`);
  };
