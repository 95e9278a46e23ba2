import { suggestion } from "thalweg/errors";
import { type Shape, schedules } from "thalweg/schedules";
import { wrongUsage } from "../command-error.ts";

/** A name as it is written on command lines: `warmupCosine` is `warmup-cosine`. */
export const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A name as it is written in code: `warmup-cosine` is `warmupCosine`. */
export const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** The schedule called `name`, in either way of writing. */
export const shapeNamed = (name: string): Shape => {
  if (name === "") throw wrongUsage("a schedule must be given, got nothing; thalweg schedules lists them");
  const found = Object.values(schedules).find(({ kind }) => kind === camelCase(name));
  if (found) return found;
  throw wrongUsage(`there is no schedule ${name}${suggestion(name, Object.keys(schedules).map(kebabCase))}`);
};
