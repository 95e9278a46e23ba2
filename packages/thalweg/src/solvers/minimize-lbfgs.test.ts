import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.ts";
import { tensor } from "../tensor/index.ts";
import { minimizeLbfgs } from "./index.ts";

/** Σ (1 − xᵢ)² + 100(xᵢ₊₁ − xᵢ²)². */
const rosenbrock = (w: Tensor): Tensor => {
  const [x, next] = [w.slice([0, -1]), w.slice([1])];
  return x.sub(1).square().add(next.sub(x.square()).square().mul(100)).sum();
};
const planar = (f: (x: Tensor, y: Tensor) => Tensor) => (w: Tensor) => f(w.slice(0), w.slice(1));
const booth = planar((x, y) => x.add(y.mul(2)).sub(7).square().add(x.mul(2).add(y).sub(5).square()));
const beale = planar((x, y) =>
  [1.5, 2.25, 2.625]
    .map((target, index) =>
      x
        .mul(y.pow(index + 1).sub(1))
        .add(target)
        .square(),
    )
    .reduce((a, b) => a.add(b)),
);

const valleys = [
  { name: "Rosenbrock", f: rosenbrock, start: [-1, 1], minimum: [1, 1] },
  { name: "Rosenbrock's classic start", f: rosenbrock, start: [-1.2, 1], minimum: [1, 1] },
  { name: "Rosenbrock in 10 dimensions", f: rosenbrock, start: Array(10).fill(0), minimum: Array(10).fill(1) },
  { name: "Booth", f: booth, start: [-1, 1], minimum: [1, 3] },
  { name: "Beale", f: beale, start: [1, 1], minimum: [3, 0.5] },
];

describe("minimizeLbfgs", () => {
  it.each(valleys)("converges on $name", async ({ f, start, minimum }) => {
    const { path, losses, weights, reason } = await minimizeLbfgs(f, start, { steps: 100, changeTolerance: 1e-15 });
    expect(reason.kind).toBe("converged");
    expect(path.length).toBe(losses.length);
    expect(path.length).toBeLessThan(70);
    expect(path[0]).toEqual(Float64Array.from(start));
    expect(weights).toEqual(path[path.length - 1]);
    for (const [index, value] of weights.entries()) expect(value).toBeCloseTo(minimum[index], 6);
    // The first condition: no step leads up.
    for (const [index, loss] of losses.entries()) expect(loss).toBeLessThanOrEqual(losses[Math.max(index - 1, 0)]);
  });

  it.each([2, 5, 10])("reaches the minimum of a quadratic in %i dimensions within n + 1 exact searches", async (n) => {
    const scale = Float64Array.from({ length: n }, (_, index) => 1 + index ** 2);
    const target = Float64Array.from({ length: n }, (_, index) => Math.cos(index));
    const f = (w: Tensor) => w.sub(tensor(target)).square().mul(tensor(scale)).sum();
    const options = { steps: n + 1, historySize: n, c1: 1e-12, c2: 1e-9 };
    const { weights, losses } = await minimizeLbfgs(f, Array(n).fill(0), options);
    expect(losses[losses.length - 1]).toBeLessThan(1e-12 * losses[0]);
    for (const [index, value] of weights.entries()) expect(value).toBeCloseTo(target[index], 6);
  });

  it("takes parameters by name, with shapes", async () => {
    const target = tensor(Float64Array.of(1, 2, 3, 4), [2, 2]);
    const { weights, path } = await minimizeLbfgs(
      ({ a, b }) => a.sub(target).square().sum().add(b.sub(5).square().square().sum()),
      { a: { data: [0, 0, 0, 0], shape: [2, 2] }, b: [0] },
      { steps: 50, gradientTolerance: 1e-10, changeTolerance: 1e-15 },
    );
    for (const [index, value] of weights.a.entries()) expect(value).toBeCloseTo(index + 1, 6);
    expect(weights.b[0]).toBeCloseTo(5, 3);
    expect([...path[0].a, ...path[0].b]).toEqual([0, 0, 0, 0, 0]);
  });

  it("takes a gradient written by hand, and evaluates each place once", async () => {
    const seen = new Set<string>();
    let calls = 0;
    const f = ([x, y]: Float64Array) => {
      calls++;
      seen.add(`${x} ${y}`);
      return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    };
    const gradient = ([x, y]: Float64Array) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)];
    const byHand = await minimizeLbfgs(f, [-1, 1], { steps: 100, gradient });
    expect(calls).toBe(seen.size);
    const differentiated = await minimizeLbfgs(rosenbrock, [-1, 1], { steps: 100 });
    expect(byHand.path.length).toBe(differentiated.path.length);
    expect(byHand.weights[0]).toBeCloseTo(differentiated.weights[0], 10);
  });

  it("takes fewer, longer steps with more iterations a step", async () => {
    const single = await minimizeLbfgs(rosenbrock, [-1, 1], { steps: 100 });
    const four = await minimizeLbfgs(rosenbrock, [-1, 1], { steps: 100, maxIterations: 4 });
    expect(four.path.length).toBe(1 + Math.ceil((single.path.length - 1) / 4));
    expect(four.path[2]).toEqual(single.path[8]);
    expect(four.weights).toEqual(single.weights);
  });

  it("says when its steps are used up, and takes none when it is there", async () => {
    const few = await minimizeLbfgs(booth, [-1, 1], { steps: 1 });
    expect(few.reason).toEqual({ kind: "finished" });
    expect(few.path.length).toBe(2);
    const none = await minimizeLbfgs(booth, [1, 3], { steps: 10 });
    expect(none.reason).toEqual({ kind: "converged", by: "gradient" });
    expect(none.path).toEqual([Float64Array.of(1, 3)]);
  });

  it("backs off from where the function is not finite", async () => {
    // −log x − log(1 − x): infinite at 0 and 1, NaN beyond; smallest at 1/2.
    const barrier = (w: Tensor) => w.log().add(w.neg().add(1).log()).neg().sum();
    const { weights, losses, reason } = await minimizeLbfgs(barrier, [1e-3, 0.999999], {
      steps: 50,
      learningRate: 1e6,
    });
    expect(reason.kind).toBe("converged");
    expect([...losses].every(Number.isFinite)).toBe(true);
    for (const value of weights) expect(value).toBeCloseTo(0.5, 6);
  });

  it("ends before weights become NaN", async () => {
    const fixed = { steps: 50, lineSearch: "none", learningRate: 1e6 } as const;
    const cliff = await minimizeLbfgs((w: Tensor) => w.log().neg().sum().add(w.sum().mul(2)), [1], fixed);
    expect(cliff.reason).toEqual({ kind: "nonFinite" });
    expect(cliff.path).toEqual([Float64Array.of(1)]);
    const outside = await minimizeLbfgs((w: Tensor) => w.log().sum(), [-1], { steps: 50 });
    expect(outside.reason).toEqual({ kind: "nonFinite" });
    expect(outside.weights).toEqual(Float64Array.of(-1));
  });

  it("names what does not fit", async () => {
    await expect(minimizeLbfgs(booth, [0, 0], { steps: -1 })).rejects.toThrow(
      "minimizeLbfgs: steps must be a whole number ≥ 0, got -1",
    );
    await expect(minimizeLbfgs(booth, [0, 0], { steps: 1, historySize: 1.5 })).rejects.toThrow(
      "minimizeLbfgs: historySize must be a whole number ≥ 1, got 1.5",
    );
    await expect(minimizeLbfgs(() => 0, [0, 0], { steps: 1, gradient: () => [1] })).rejects.toThrow(
      "minimizeLbfgs: the gradient of x must have 2 values, got 1",
    );
  });
});
