import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Tensor, tensor } from "../../tensor/index.ts";
import { minimize, optimizers, type Surface } from "../index.ts";
import { expectToGoOn } from "../testing/going-on.ts";
import { drawnGradients, optimizerOver, someParameters, startOn, withoutDecay } from "../testing/parameters.ts";

const recipes = Object.values(optimizers).map((recipe) => ({ name: recipe.name, recipe }));

const planar = (f: (x: Tensor, y: Tensor) => Tensor) => (w: Tensor) => f(w.slice(0), w.slice(1));

interface Valley {
  readonly f: (w: Tensor) => Tensor;
  readonly start: { readonly data: Float64Array; readonly shape: readonly number[] };
  readonly minimum: Float64Array;
}

const fromCorner = { data: Float64Array.of(-1, 1), shape: [2] };
const target = Float64Array.from({ length: 12 }, (_, index) => Math.sin(3 * Math.floor(index / 3) + (index % 3) + 1));

const valleys: Record<Surface, Valley> = {
  ravine: {
    f: planar((x, y) => x.square().add(y.square().mul(50))),
    start: fromCorner,
    minimum: Float64Array.of(0, 0),
  },
  rosenbrock: {
    f: planar((x, y) => x.sub(1).square().add(y.sub(x.square()).square().mul(100))),
    start: fromCorner,
    minimum: Float64Array.of(1, 1),
  },
  booth: {
    f: planar((x, y) => x.add(y.mul(2)).sub(7).square().add(x.mul(2).add(y).sub(5).square())),
    start: fromCorner,
    minimum: Float64Array.of(1, 3),
  },
  matrix: {
    f: (w) => {
      const rows = tensor(Float64Array.of(1, 2, 3, 4), [4, 1]);
      return w
        .sub(tensor(target, [4, 3]))
        .mul(rows)
        .square()
        .sum()
        .mul(0.5);
    },
    start: { data: new Float64Array(12), shape: [4, 3] },
    minimum: target,
  },
};

const isSurface = (name: string): name is Surface => name in valleys;

const descents = recipes.flatMap(({ recipe }) =>
  Object.entries(recipe.settings).flatMap(([surface, { steps = 5000, ...options }]) =>
    isSurface(surface) ? [{ name: recipe.name, recipe, surface, options, steps }] : [],
  ),
);

describe("every optimizer", () => {
  it.each(recipes)("$name has settings for the surfaces it can take", ({ recipe: { needs, settings } }) => {
    const expected = needs === "matrices" ? ["matrix"] : ["booth", "ravine", "rosenbrock"];
    expect(Object.keys(settings).sort()).toEqual(expect.arrayContaining(expected));
  });

  it.each(descents)(
    "$name reaches the minimum of $surface with its settings",
    async ({ recipe, surface, options, steps }) => {
      const { f, start, minimum } = valleys[surface];
      const { weights } = await minimize(
        ({ w }: { readonly w: Tensor }) => f(w),
        { w: start },
        { optimizer: recipe(options), steps },
      );
      expect(Math.hypot(...weights.w.map((value, index) => value - minimum[index]))).toBeLessThan(1e-3);
    },
  );

  const value = fc.double({ min: -100, max: 100, noNaN: true });
  const values = (length: number) => fc.array(value, { minLength: length, maxLength: length });

  it.each(recipes)("$name leaves any weights alone where gradients are 0", ({ recipe }) => {
    const zeros = { w: new Float64Array(12), b: new Float64Array(4) };
    fc.assert(
      fc.property(values(12), values(4), fc.nat(), (w, b, seed) => {
        const weights = someParameters(recipe);
        weights.w.data.set(w);
        weights.b.data.set(b);
        const optimizer = optimizerOver(weights, recipe, withoutDecay(recipe), seed);
        for (let step = 0; step < 3; step++) optimizer.step(zeros, { loss: 1 });
        const found = [...weights.w.data, ...weights.b.data];
        for (const [index, start] of [...w, ...b].entries()) {
          expect(Math.abs(found[index] - start)).toBeLessThanOrEqual(5e-15 * Math.max(1, Math.abs(start)));
        }
      }),
      { numRuns: 4 },
    );
  });

  it.each(recipes)("$name goes on to the bit from its saved state", ({ recipe }) => {
    expectToGoOn(() => startOn(recipe), drawnGradients(recipe, 25), 12);
  });

  const wrong: Record<string, fc.Arbitrary<unknown>> = {
    "a finite number": fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
    "≥ 0": fc.double({ max: -1e-12, noDefaultInfinity: true, noNaN: true }),
    "> 0": fc.double({ max: 0, noDefaultInfinity: true, noNaN: true }),
    "in [0, 1)": fc.oneof(
      fc.double({ min: 1, noDefaultInfinity: true, noNaN: true }),
      fc.double({ max: -1e-12, noDefaultInfinity: true, noNaN: true }),
    ),
    "true or false": fc.constantFrom(0, 1, "yes"),
  };
  const options = recipes.flatMap(({ recipe }) =>
    Object.entries(recipe.rules).map(([option, { says }]) => ({ name: recipe.name, recipe, option, says })),
  );

  it.each(options)("$name refuses a wrong $option by name and value", ({ recipe, option, says }) => {
    const values = wrong[says] ?? fc.constantFrom(Number.NaN, "nonsense");
    fc.assert(
      fc.property(values, (value) => {
        const shown = typeof value === "number" ? String(value) : JSON.stringify(value);
        expect(() => recipe({ [option]: value })).toThrow(`${recipe.name}: ${option} must be ${says}, got ${shown}`);
      }),
      { numRuns: 5 },
    );
  });
});
