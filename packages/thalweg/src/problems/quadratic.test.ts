import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { gradientDescent, Optimizer } from "../optimizers/index.ts";
import { eigh, tensor, useDevice } from "../tensor/index.ts";
import { quadratic } from "./index.ts";

beforeAll(() => useDevice("reference"));
afterAll(() => useDevice("wasm"));

describe("quadratic", () => {
  it.each([
    { condition: 1, dimensions: 3 },
    { condition: 50, dimensions: 2 },
    { condition: 1e4, dimensions: 8 },
    { condition: 1e8, dimensions: 20 },
    { condition: 7, dimensions: 1 },
  ])("has the eigenvalues it says: %j", async ({ condition, dimensions }) => {
    const { hessian, eigenvalues } = quadratic({ condition, dimensions, seed: 4 });
    const rows = hessian?.([]) ?? [];
    const flat = Float64Array.from(rows.flatMap((row) => Array.from(row)));
    const found = await eigh(tensor(flat, [dimensions, dimensions])).values.data();
    expect(eigenvalues.length).toBe(dimensions);
    for (const [index, value] of eigenvalues.entries()) {
      expect(Math.abs(found[index] - value)).toBeLessThan(1e-13 * dimensions * condition);
    }
    expect(eigenvalues[dimensions - 1] / eigenvalues[0]).toBeCloseTo(dimensions === 1 ? 1 : condition, 6);
  });

  it("is the same on tensors and on numbers, and turned by the seed", async () => {
    const valley = quadratic({ condition: 100, dimensions: 5, seed: 1 });
    const x = Float64Array.of(1, -2, 3, 0.5, 4);
    expect(valley.at(x)).toBeCloseTo(await valley.fn(tensor(x)).item(), 10);
    const traced = await grad(valley.fn)(tensor(x)).data();
    for (const [index, value] of valley.gradient(x).entries()) expect(value).toBeCloseTo(traced[index], 10);
    expect(quadratic({ condition: 100, dimensions: 5, seed: 1 }).at(x)).toBe(valley.at(x));
    expect(quadratic({ condition: 100, dimensions: 5, seed: 2 }).at(x)).not.toBe(valley.at(x));
  });

  it("shrinks under gradient descent as theory says", () => {
    const { at, gradient, start } = quadratic({ condition: 50, dimensions: 2, seed: 3 });
    const follow = (learningRate: number, steps: number) => {
      const w = start(2);
      const optimizer = new Optimizer({ w }, gradientDescent({ learningRate }));
      for (let step = 0; step < steps; step++) optimizer.step({ w: gradient(w) });
      return at(w);
    };
    const rate = follow(2 / 51, 101) / follow(2 / 51, 100);
    expect(rate).toBeCloseTo((49 / 51) ** 2, 6);
    expect(follow(0.0399, 2000)).toBeLessThan(1e-3);
    expect(follow(0.0401, 2000)).toBeGreaterThan(1);
  });

  it("refuses what is no condition number", () => {
    expect(() => quadratic({ condition: 0.5 })).toThrow("quadratic: condition must be a finite number ≥ 1, got 0.5");
    expect(() => quadratic({ condition: Number.POSITIVE_INFINITY })).toThrow("got Infinity");
    expect(() => quadratic({ condition: 2, dimensions: 0 })).toThrow("must be a whole number ≥ 1, got 0");
    expect(() => quadratic({ condition: 2, dimensions: 3 }).start(2)).toThrow("must be 3, got 2");
  });
});
