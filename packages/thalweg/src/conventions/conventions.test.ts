import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minimize, Optimizer } from "../optimizers/index.ts";
import { expectToGoOn } from "../optimizers/testing/going-on.ts";
import { Generator } from "../random/index.ts";
import type { Tensor } from "../tensor/index.ts";
import { type Convention, isConvention, keras, optax, torch } from "./index.ts";

const conventions = Object.entries({ torch, keras, optax }).flatMap(([library, functions]) =>
  Object.entries<unknown>({ ...functions }).flatMap(([key, value]) =>
    isConvention(value) ? [{ title: `${library}.${key}`, library, key, convention: value }] : [],
  ),
);

/** Two matrices, which every optimizer takes. */
const shapes = { w: [4, 3], u: [2, 2] };

const drawnWeights = () => {
  const generator = new Generator(3);
  const draw = (shape: readonly number[]) => ({
    shape,
    data: Float64Array.from({ length: shape[0] * shape[1] }, () => generator.normal()),
  });
  return { w: draw(shapes.w), u: draw(shapes.u) };
};

const objective = (tensors: readonly Tensor[]): Tensor =>
  tensors.map((w) => w.square().sum()).reduce((sum, each) => sum.add(each));

const start = (convention: Convention) => {
  const weights = drawnWeights();
  return { weights, optimizer: new Optimizer(weights, convention(), { objective }) };
};

const drawnGradients = (steps: number) => {
  const generator = new Generator(11);
  return Array.from({ length: steps }, () => ({
    w: Float64Array.from({ length: 12 }, () => generator.normal()),
    u: Float64Array.from({ length: 4 }, () => generator.normal()),
  }));
};

/** Values that break a rule, by what it says; of all others, anything that is neither list nor number does. */
const wrong: Record<string, fc.Arbitrary<unknown>> = {
  "≥ 0": fc.double({ max: -1e-12, noDefaultInfinity: true, noNaN: true }),
  "> 0": fc.double({ max: 0, noDefaultInfinity: true, noNaN: true }),
  "in [0, 1)": fc.oneof(
    fc.double({ min: 1, noDefaultInfinity: true, noNaN: true }),
    fc.double({ max: -1e-12, noDefaultInfinity: true, noNaN: true }),
  ),
  "true or false": fc.constantFrom(0, 1, "yes"),
};

describe("conventions", () => {
  it("are there for PyTorch, each under its own name", () => {
    const own = conventions.filter(({ library }) => library === "torch").map(({ key }) => key);
    expect(own.sort()).toEqual(
      "adadelta adafactor adagrad adam adamW adamax asgd muon nAdam rAdam rmsprop rprop sgd".split(" "),
    );
  });

  it("have names and originals of their own", () => {
    const names = conventions.map(({ convention: { library, name } }) => `${library}.${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(conventions.map(({ title }) => title));
    const originals = conventions.map(({ convention: { original } }) => original);
    expect(new Set(originals).size).toBe(originals.length);
  });

  it.each(conventions)("$title says what it is", ({ convention }) => {
    const { original, formula, differences, defaults, rules } = convention;
    for (const text of [original, formula, ...differences]) expect(text.trim().length).toBeGreaterThan(3);
    expect(Object.keys(defaults).sort()).toEqual(Object.keys(rules).sort());
  });

  it.each(conventions)("$title goes downhill with its defaults", async ({ convention }) => {
    const f = ({ w, u }: { readonly w: Tensor; readonly u: Tensor }) => objective([w, u]);
    const { losses } = await minimize(f, drawnWeights(), { optimizer: convention(), steps: 60 });
    expect(losses[60]).toBeLessThan(losses[0]);
  });

  it.each(conventions)("$title goes on to the bit from its saved state", ({ convention }) => {
    expectToGoOn(() => start(convention), drawnGradients(16), 7);
  });

  const options = conventions.flatMap(({ title, convention }) =>
    Object.entries(convention.rules).map(([option, { says }]) => ({ title, convention, option, says })),
  );

  it.each(options)("$title refuses a wrong $option by name and value", ({ title, convention, option, says }) => {
    const values = wrong[says] ?? fc.constantFrom(Number.NaN, "nonsense");
    fc.assert(
      fc.property(values, (value) => {
        const shown = typeof value === "number" ? String(value) : JSON.stringify(value);
        expect(() => convention({ [option]: value })).toThrow(`${title}: ${option} must be ${says}, got ${shown}`);
      }),
      { numRuns: 5 },
    );
  });

  it("name what they refuse", () => {
    expect(() => torch.adamW({ beta1: 1.2 })).toThrow("torch.adamW: beta1 must be in [0, 1), got 1.2");
  });
});
