import { InvalidArgumentError } from "commander";
import { nearest, suggestion } from "thalweg/errors";
import type { Reader } from "./numbers.ts";

/** One of a few names, or of the many that a command lists; the error suggests the nearest. */
export const choice =
  <T extends string>(what: string, names: readonly T[], listing?: string): Reader<T> =>
  (text) => {
    const chosen = names.find((name) => name === text);
    if (chosen !== undefined) return chosen;
    const hint = listing === undefined || nearest(text, names) ? suggestion(text, names) : `; ${listing} lists them`;
    throw new InvalidArgumentError(`There is no ${what} ${text}${hint}`);
  };
