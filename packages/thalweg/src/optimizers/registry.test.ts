import { describe, expect, it } from "vitest";
import { Optimizer, optimizerNamed, optimizers } from "./index.ts";

const recipes = Object.values(optimizers).map((recipe) => ({ name: recipe.name, recipe }));

describe("optimizers", () => {
  it("are listed in order, each under a command of its own", () => {
    const commands = Object.keys(optimizers);
    expect(commands).toEqual([...new Set(commands)].sort((a, b) => a.localeCompare(b, "en")));
    expect(commands).toEqual(expect.arrayContaining(["adam", "adamw", "gd", "lion", "muon", "soap", "prodigy"]));
    for (const { recipe } of recipes) expect(optimizers[recipe.command]).toBe(recipe);
  });

  it.each(recipes)("$name says in full what it is", ({ recipe }) => {
    const { summary, formula, source, memory, whenToUse, knownIssue, defaults, rules } = recipe;
    for (const text of [summary, formula, memory, whenToUse, knownIssue]) expect(text).toMatch(/^\S.*[^.\s]$|^0$/);
    expect(source).toMatch(/\d{4}/);
    expect(Object.keys(defaults).sort()).toEqual(Object.keys(rules).sort());
    expect(recipe().recipe).toEqual({ name: recipe.name, options: defaults });
  });

  it("finds by either name and suggests the nearest", () => {
    expect(optimizerNamed("adamW")).toBe(optimizerNamed("adamw"));
    expect(() => optimizerNamed("adma")).toThrow("there is no optimizer adma; did you mean adam?");
    expect(() => optimizerNamed("gd")({ rate: 1 })).toThrow("gradientDescent: there is no option rate");
  });

  it("take a step from code as they do by name", () => {
    const weights = { w: Float64Array.of(5) };
    new Optimizer(weights, optimizerNamed("adam")({ learningRate: 0.01 })).step({ w: [10] });
    expect(weights.w[0]).toBeCloseTo(4.99, 10);
  });
});
