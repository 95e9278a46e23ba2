import { Generator } from "../../random/index.ts";
import type { Tensor } from "../../tensor/index.ts";
import { Optimizer } from "../optimizer.ts";
import type { Recipe } from "../recipe.ts";

/** A matrix and a vector, or two matrices for optimizers that take no others. */
export const someParameters = ({ needs }: Recipe, Floats: Floats = Float64Array) => ({
  w: { data: new Floats(12), shape: [4, 3] },
  b: { data: new Floats(4), shape: needs === "matrices" ? [2, 2] : [4] },
});

type Floats = Float64ArrayConstructor | Float32ArrayConstructor;

type Parameters = ReturnType<typeof someParameters>;

/** An optimizer over weights; Σ w² + Σ w⁴ is what rules that need it differentiate, and `seed` what they draw by. */
export const optimizerOver = (weights: Parameters, recipe: Recipe, options: object = {}, seed = 0): Optimizer => {
  const objective = (tensors: readonly Tensor[]): Tensor =>
    tensors.map((w) => w.square().add(w.square().square()).sum()).reduce((a, b) => a.add(b));
  return new Optimizer(weights, recipe(options), { objective, seed });
};

/** Weights as drawn, and an optimizer over them. */
export const startOn = (recipe: Recipe, options: object = {}, seed = 3, floats: Floats = Float64Array) => {
  const weights = someParameters(recipe, floats);
  const generator = new Generator(seed);
  for (const { data } of Object.values(weights)) for (let i = 0; i < data.length; i++) data[i] = generator.normal();
  return { weights, optimizer: optimizerOver(weights, recipe, options) };
};

/** Gradients as drawn, one set a step. */
export const drawnGradients = (recipe: Recipe, steps: number, seed = 11) => {
  const generator = new Generator(seed);
  return Array.from({ length: steps }, () =>
    Object.fromEntries(
      Object.entries(someParameters(recipe)).map(([name, { data }]) => [name, data.map(() => generator.normal())]),
    ),
  );
};

/** Options without any decay of weights, and without momentum from the start. */
export const withoutDecay = ({ defaults }: Recipe): object =>
  Object.fromEntries(
    Object.entries(defaults).flatMap(([name, value]) =>
      typeof value === "number" && /decay$|^lambda$|^l[12]$|^initialMomentum$/i.test(name) && name !== "momentumDecay"
        ? [[name, 0]]
        : [],
    ),
  );
