import { describe, expect, it } from "vitest";
import type { Tensor } from "../../tensor/index.ts";
import {
  accumulate,
  adam,
  chain,
  clipByGlobalNorm,
  clipped,
  gradientDescent,
  minimize,
  momentum,
  Optimizer,
  type OptimizerSpec,
  sam,
  scale,
} from "../index.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("modern").cases.filter(({ optimizer }) => optimizer.startsWith("sam"));

/** Σ i·w⁴/4, whose gradient i·w³ is not linear. */
const quartic = (w: Tensor): Tensor => {
  const [x, y] = [w.slice(0), w.slice(1)];
  return x.square().square().add(y.square().square().mul(2)).div(4);
};
const slope = ([x, y]: readonly number[]): [number, number] => [x ** 3, 2 * y ** 3];

const stepFrom = async (start: readonly number[], optimizer: OptimizerSpec) => [
  ...(await minimize(quartic, start, { optimizer, steps: 1 })).path[1],
];

describe("sam", () => {
  it("takes the gradient ρ uphill", async () => {
    const start = [1, -2];
    const g = slope(start);
    const expected = slope(start.map((w, index) => w + (0.1 * g[index]) / Math.hypot(...g)));
    const found = await stepFrom(start, chain(sam({ rho: 0.1 }), scale(-0.01)));
    found.forEach((w, index) => {
      expect(w).toBeCloseTo(start[index] - 0.01 * expected[index], 13);
    });
  });

  it("measures relative to the weights when adaptive", async () => {
    const start = [1, -2];
    const g = slope(start);
    const norm = Math.hypot(...g.map((value, index) => value * start[index]));
    const expected = slope(start.map((w, index) => w + (0.5 * w * w * g[index]) / norm));
    const found = await stepFrom(start, chain(sam({ rho: 0.5, adaptive: true }), scale(-0.01)));
    found.forEach((w, index) => {
      expect(w).toBeCloseTo(start[index] - 0.01 * expected[index], 13);
    });
  });

  it("with ρ = 0 is the optimizer it stands before, and stays where gradients are 0", async () => {
    expect(await stepFrom([1, -2], chain(sam({ rho: 0 }), adam()))).toEqual(await stepFrom([1, -2], adam()));
    expect(await stepFrom([0, 0], chain(sam(), adam()))).toEqual([0, 0]);
  });

  it("lets clips see its own gradient", async () => {
    const spec = clipped(clipByGlobalNorm(1), chain(chain(sam({ rho: 0.1 }), gradientDescent({ learningRate: 1 }))));
    const [x, y] = await stepFrom([1, -2], spec);
    expect(Math.hypot(x - 1, y + 2)).toBeCloseTo(1, 13);
  });

  it.each(cases.map((expected) => ({ problem: expected.problem, expected })))(
    "agrees with pytorch_optimizer before momentum on $problem",
    ({ expected }) =>
      expectTrajectory(expected, chain(sam({ rho: 0.05 }), momentum({ learningRate: 1e-4, beta: 0.9 }))),
  );

  it("says what it needs", () => {
    expect(cases).toHaveLength(3);
    const optimizer = chain(sam(), adam());
    expect(() => new Optimizer({ w: Float64Array.of(1) }, optimizer)).toThrow(
      "sam: takes the gradient of the function",
    );
    expect(() => accumulate(2, optimizer)).toThrow("accumulate: sam takes a gradient of its own");
    expect(accumulate(1, optimizer).microBatches).toBe(1);
    expect(() => sam({ rho: -1 })).toThrow("sam: rho must be ≥ 0, got -1");
  });
});
