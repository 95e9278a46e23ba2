import { describe, expect, it } from "vitest";
import { Optimizer, optimizerNamed, optimizers } from "./index.ts";

describe("optimizers", () => {
  it("lists the names of the command line", () => {
    expect(Object.keys(optimizers)).toEqual(["adagrad", "adam", "adamw", "gd", "momentum", "nesterov", "rmsprop"]);
  });

  it.each(Object.values(optimizers))("makes $name go downhill with its defaults", (recipe) => {
    const optimizer = recipe({});
    expect(optimizer.recipe).toEqual({ name: recipe.name, options: recipe.defaults });
    const weights = { w: Float64Array.of(5) };
    const running = new Optimizer(weights, optimizer);
    for (let step = 0; step < 20; step++) running.step({ w: [2 * weights.w[0]] });
    expect(Math.abs(weights.w[0])).toBeLessThan(5);
  });

  it.each(Object.values(optimizers))("makes $name leave weights alone where gradients are 0", (recipe) => {
    const weights = { w: Float64Array.of(5, -3) };
    const running = new Optimizer(weights, recipe(recipe.command === "adamw" ? { weightDecay: 0 } : {}));
    for (let step = 0; step < 3; step++) running.step({ w: [0, 0] });
    expect([...weights.w]).toEqual([5, -3]);
  });

  it("finds by either name and suggests the nearest", () => {
    expect(optimizerNamed("adamW")).toBe(optimizerNamed("adamw"));
    expect(() => optimizerNamed("adma")).toThrow("there is no optimizer adma; did you mean adam?");
    expect(() => optimizerNamed("gd")({ rate: 1 })).toThrow("gradientDescent: there is no option rate");
  });
});
