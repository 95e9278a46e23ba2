import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.ts";
import {
  accumulate,
  adam,
  chain,
  emaWeights,
  lookahead,
  minimize,
  momentum,
  Optimizer,
  type OptimizerSettings,
  optimizers,
  sam,
  sophia,
} from "./index.ts";
import { drawnGradients, startOn } from "./testing/parameters.ts";

const bad = { w: [1, Number.POSITIVE_INFINITY] };
const good = { w: [1, 2] };

const start = (settings: OptimizerSettings = {}) => {
  const weights = { w: Float64Array.of(1, 2) };
  const spec = chain(lookahead(adam({ learningRate: 0.1 }), { k: 2 }), emaWeights({ beta: 0.5 }));
  return { weights, optimizer: new Optimizer(weights, spec, settings) };
};

describe("gradients that are not finite", () => {
  it("are left out, counted and explained; weights, averages and counters stay", () => {
    const { weights, optimizer } = start();
    optimizer.step(good);
    const [before, state] = [weights.w.slice(), optimizer.state()];
    const reason = "gradient of w is not finite at index 1 (Infinity)";
    for (let step = 0; step < 3; step++)
      expect(optimizer.step(bad)).toEqual({ applied: false, cause: "non-finite", reason });
    expect(optimizer.skipped).toBe(3);
    expect(optimizer.steps).toBe(1);
    expect(weights.w).toEqual(before);
    expect(optimizer.state()).toEqual(state);
    expect(optimizer.step(good)).toEqual({ applied: true, step: 2 });
  });

  it.each([
    { weights: { w: Float32Array.of(1, 2) }, large: 2e19, fine: 1e19 },
    { weights: { w: Float64Array.of(1, 2) }, large: 2e154, fine: 1e154 },
  ])("are those whose squares overflow, too: $large", ({ weights, large, fine }) => {
    const optimizer = new Optimizer(weights, adam());
    const reason = "gradient of w is so large that its squares are not finite";
    expect(optimizer.step({ w: [1, large] })).toEqual({ applied: false, cause: "non-finite", reason });
    expect([...weights.w]).toEqual([1, 2]);
    expect(optimizer.step({ w: [1, -fine] })).toEqual({ applied: true, step: 1 });
  });

  it.each(Object.values(optimizers).map((recipe) => ({ name: recipe.name, recipe })))(
    "leave numbers in the weights of $name, whatever their size",
    ({ recipe }) => {
      for (const size of [1e39, 1e25, 9e18, 1e-25, 1e-42]) {
        const { weights, optimizer } = startOn(recipe, {}, 3, Float32Array);
        const [gradient] = drawnGradients(recipe, 1);
        for (const factor of [1, size, 1, 1, 0, 1]) {
          optimizer.step(
            Object.fromEntries(Object.entries(gradient).map(([name, g]) => [name, g.map((value) => value * factor)])),
            { loss: 1 },
          );
        }
        expect([...weights.w.data, ...weights.b.data].every(Number.isFinite), `${size}`).toBe(true);
      }
    },
  );

  it("are an error by option", () => {
    const { weights, optimizer } = start({ nonFinite: "error" });
    expect(() => optimizer.step(bad)).toThrow(
      "gradient of w is not finite at index 1 (Infinity); lower the learning rate, clip, or look at the data",
    );
    expect([...weights.w]).toEqual([1, 2]);
  });

  it("end it when more than skipLimit come in a row", () => {
    const { optimizer } = start({ skipLimit: 2 });
    for (const gradient of [bad, bad, good, bad, bad]) optimizer.step(gradient);
    expect(() => optimizer.step(bad)).toThrow(
      "3 steps in a row were left out (skipLimit 2), the last because gradient of w is not finite at index 1",
    );
    expect(optimizer.skipped).toBe(5);
    expect(() => start({ skipLimit: 1.5 })).toThrow("Optimizer: skipLimit must be a whole number ≥ 0, got 1.5");
  });

  it("count no batch of an accumulated update", () => {
    const weights = { w: Float64Array.of(1, 2) };
    const optimizer = new Optimizer(weights, accumulate(2, adam()), { skipLimit: 1 });
    expect(optimizer.step(good)).toMatchObject({ applied: false, cause: "accumulating" });
    expect(optimizer.step(bad)).toMatchObject({ applied: false, cause: "non-finite" });
    expect(optimizer.step(good)).toEqual({ applied: true, step: 1 });
    for (const gradient of [bad, good, bad]) optimizer.step(gradient);
    expect(() => optimizer.step(bad)).toThrow("2 steps in a row were left out (skipLimit 1)");
  });
});

/** −√w has a slope for w > 0 alone, and its second derivative leaves float64 near 0. */
const downRoots = ([w]: readonly Tensor[]): Tensor => w.sqrt().sum().neg();

describe("gradients that an optimizer takes itself and that are not finite", () => {
  const reason = "a gradient that the optimizer takes itself is not finite";
  const cases = [
    { name: "sam", optimizer: chain(sam({ rho: 0.05 }), momentum(), emaWeights()), at: 0.01 },
    { name: "sophia", optimizer: sophia(), at: 1e-250 },
  ];

  it.each(cases)("are left out and explained: $name", ({ optimizer, at }) => {
    const weights = { w: Float64Array.of(at, at) };
    const running = new Optimizer(weights, optimizer, { objective: downRoots, skipLimit: 1 });
    const state = running.state();
    expect(running.step({ w: [-5, -5] })).toEqual({ applied: false, cause: "non-finite", reason });
    expect([...weights.w]).toEqual([at, at]);
    expect(running.state()).toEqual(state);
    expect(running.skipped).toBe(1);
    expect(() => running.step({ w: [-5, -5] })).toThrow(
      `2 steps in a row were left out (skipLimit 1), the last because ${reason}`,
    );
    weights.w.fill(4);
    expect(running.step({ w: [-0.25, -0.25] })).toEqual({ applied: true, step: 1 });
  });

  it("end a minimization at weights that are numbers", async () => {
    const optimizer = chain(sam({ rho: 0.05 }), momentum());
    const { path, reason: end } = await minimize((w: Tensor) => downRoots([w]), [0.01], { optimizer, steps: 3 });
    expect(path.map(([w]) => w)).toEqual([0.01, 0.01]);
    expect(end).toEqual({ kind: "diverged", update: 1 });
  });
});
