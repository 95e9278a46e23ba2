import { suggestion } from "../errors/nearest.ts";
import { ThalwegError } from "../errors/thalweg-error.ts";
import { adaGradRecipe } from "./ada-grad.ts";
import { adamRecipe } from "./adam.ts";
import { adamWRecipe } from "./adam-w.ts";
import { gradientDescentRecipe } from "./gradient-descent.ts";
import { momentumRecipe } from "./momentum.ts";
import { nesterovRecipe } from "./nesterov.ts";
import type { Recipe } from "./recipe.ts";
import { rmsPropRecipe } from "./rms-prop.ts";

const recipes: readonly Recipe[] = [
  gradientDescentRecipe,
  momentumRecipe,
  nesterovRecipe,
  adaGradRecipe,
  rmsPropRecipe,
  adamRecipe,
  adamWRecipe,
];

/** Every optimizer by the name it has on the command line: what that and the documentation list. */
export const optimizers: Readonly<Record<string, Recipe>> = Object.fromEntries(
  recipes.map((recipe) => [recipe.command, recipe]),
);

/**
 * The optimizer called `name`, on the command line or in code.
 *
 * @example
 * const optimizer = optimizerNamed("adamw").create({ learningRate: 1e-3 });
 */
export const optimizerNamed = (name: string): Recipe => {
  const found = recipes.find((recipe) => recipe.command === name || recipe.name === name);
  if (found) return found;
  throw new ThalwegError("argument", `there is no optimizer ${name}${suggestion(name, Object.keys(optimizers))}`);
};
