import { InvalidArgumentError } from "commander";
import { suggestion } from "thalweg/errors";
import type { Reader } from "./numbers.ts";

/** One of a few names; the error suggests the nearest. */
export const choice =
  <T extends string>(what: string, names: readonly T[]): Reader<T> =>
  (text) => {
    const chosen = names.find((name) => name === text);
    if (chosen !== undefined) return chosen;
    throw new InvalidArgumentError(`There is no ${what} ${text}${suggestion(text, names)}`);
  };
