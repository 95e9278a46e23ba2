import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import * as catalogue from "./catalogue/index.ts";
import { isRecipe, type Recipe } from "./recipe.ts";

const recipes = Object.values<unknown>(catalogue)
  .filter(isRecipe)
  .sort((a, b) => a.command.localeCompare(b.command, "en"));

/** Every optimizer by the name it has on the command line: what that, the documentation and the tests list. */
export const optimizers: Readonly<Record<string, Recipe>> = Object.fromEntries(
  recipes.map((recipe) => [recipe.command, recipe]),
);

/**
 * The optimizer called `name`, on the command line or in code.
 *
 * @example
 * const optimizer = optimizerNamed("adamw")({ learningRate: 1e-3 });
 */
export const optimizerNamed = (name: string): Recipe => {
  const found = recipes.find((recipe) => recipe.command === name || recipe.name === name);
  if (found) return found;
  throw new ThalwegError("argument", `there is no optimizer ${name}${suggestion(name, Object.keys(optimizers))}`);
};
