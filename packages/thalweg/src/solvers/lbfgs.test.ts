import { describe, expect, it } from "vitest";
import { golden } from "../optimizers/testing/golden.ts";
import { type Closure, Lbfgs } from "./index.ts";

type Plane = (x: number, y: number) => { loss: number; gradient: readonly [number, number] };

const rosenbrock: Plane = (x, y) => ({
  loss: (1 - x) ** 2 + 100 * (y - x * x) ** 2,
  gradient: [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
});
const ravine: Plane = (x, y) => ({ loss: x * x + 50 * y * y, gradient: [2 * x, 100 * y] });

const closureOn =
  (plane: Plane, { w }: { w: Float64Array | Float32Array }): Closure =>
  () => {
    const { loss, gradient } = plane(w[0], w[1]);
    return { loss, gradients: { w: gradient } };
  };

const { problems, cases } = golden("torch");
const references = cases
  .filter(({ optimizer }) => optimizer === "LBFGS")
  .map((expected) => ({ ...expected, plane: expected.problem === "ravine" ? ravine : rosenbrock }));

describe("agreement with PyTorch 2.13 over 10 steps of up to 4 iterations, to 1e-9", () => {
  it("covers both cases", () => {
    expect(references.map(({ problem }) => problem)).toEqual(["rosenbrock", "ravine"]);
  });

  it.each(references)("$problem", ({ problem, plane, settings, losses, params }) => {
    const weights = { w: Float64Array.from(problems[problem].params[0].data) };
    const maxIterations = Number(settings.max_iter);
    const solver = new Lbfgs(weights, {
      learningRate: Number(settings.lr),
      historySize: Number(settings.history_size),
      maxIterations,
      // What PyTorch allows unless told otherwise.
      maxEvaluations: Math.floor((maxIterations * 5) / 4),
    });
    const closure = closureOn(plane, weights);
    const near = (actual: number, expected: number) =>
      expect(Math.abs(actual / expected - 1)).toBeLessThanOrEqual(1e-9);
    for (const loss of losses) near(solver.step(closure).before, loss);
    for (const [index, value] of params[10][0].entries()) near(weights.w[index], value);
  });
});

const start = () => ({ w: Float64Array.of(-1, 1) });

describe("Lbfgs", () => {
  it("goes on to the bit from its saved state", () => {
    const [whole, first, second] = [start(), start(), start()];
    const options = { historySize: 3, maxIterations: 2 };
    const solverOn = (weights: { w: Float64Array }) => {
      const solver = new Lbfgs(weights, options);
      return { solver, step: () => solver.step(closureOn(rosenbrock, weights)) };
    };
    const uninterrupted = solverOn(whole);
    for (let step = 0; step < 8; step++) uninterrupted.step();
    const begun = solverOn(first);
    for (let step = 0; step < 4; step++) begun.step();
    const saved = begun.solver.state();
    for (let step = 0; step < 4; step++) begun.step();
    expect(saved.pairs.length).toBe(3);
    expect(Object.keys(saved.pairs[0].s)).toEqual(["w"]);

    const again = solverOn(second);
    const halfway = start();
    const replayed = solverOn(halfway);
    for (let step = 0; step < 4; step++) replayed.step();
    second.w.set(halfway.w);
    again.solver.load(structuredClone(saved));
    for (let step = 0; step < 4; step++) again.step();
    expect(first).toEqual(whole);
    expect(second).toEqual(whole);
    expect(again.solver.state()).toEqual(uninterrupted.solver.state());
  });

  it("names what a state does not fit", () => {
    const solver = new Lbfgs(start());
    const state = { steps: 1, iterations: 1, pairs: [] };
    expect(() => solver.load({ ...state, last: { s: { w: new Float64Array(3) }, gradient: {} } })).toThrow(
      "Lbfgs state: w must hold 2 values, got 3",
    );
    expect(() => solver.load({ ...state, last: { s: { v: new Float64Array(2) }, gradient: {} } })).toThrow(
      "Lbfgs state: there is no parameter v",
    );
    expect(solver.state()).toEqual({ steps: 0, iterations: 0, pairs: [] });
  });

  it("works on several arrays of either precision as on one", () => {
    const one = start();
    const two = { x: Float64Array.of(-1), y: Float64Array.of(1) };
    const single = { x: Float32Array.of(-1), y: Float32Array.of(1) };
    const byName =
      ({ x: [x], y: [y] }: { x: Float64Array; y: Float64Array } | { x: Float32Array; y: Float32Array }) =>
      () => {
        const { loss, gradient } = rosenbrock(x, y);
        return { loss, gradients: { x: [gradient[0]], y: [gradient[1]] } };
      };
    const solvers = {
      one: new Lbfgs(one),
      two: new Lbfgs(two),
      single: new Lbfgs(single, { gradientTolerance: 1e-3 }),
    };
    for (let step = 0; step < 40; step++) {
      solvers.one.step(closureOn(rosenbrock, one));
      solvers.two.step(() => byName(two)());
      solvers.single.step(() => byName(single)());
    }
    expect([two.x[0], two.y[0]]).toEqual([...one.w]);
    expect(single.x[0]).toBeCloseTo(1, 3);
    expect(single.y[0]).toBeCloseTo(1, 3);
  });

  it("counts what it did", () => {
    const weights = { w: Float64Array.of(3, 0) };
    let calls = 0;
    const closure = () => {
      calls++;
      return closureOn(ravine, weights)();
    };
    const solver = new Lbfgs(weights, { maxIterations: 20 });
    const { before, loss, iterations, evaluations, reason } = solver.step(closure);
    expect(before).toBe(9);
    expect(loss).toBe(weights.w[0] ** 2 + 50 * weights.w[1] ** 2);
    expect(iterations).toBeLessThan(5);
    expect(evaluations).toBe(calls);
    expect(reason).toEqual({ kind: "converged", by: "gradient" });
    expect(solver.step(closure)).toMatchObject({ iterations: 0, evaluations: 1, reason });
  });

  it("goes η along its direction without a line search", () => {
    const weights = { w: Float64Array.of(3, 0) };
    const solver = new Lbfgs(weights, { lineSearch: "none", learningRate: (step) => 1 / (step + 1) });
    const closure = closureOn(ravine, weights);
    // From g = (6, 0) the first step is min(1, 1/‖g‖₁)g = (1, 0); then H = 1/2 by the first pair, at half the rate.
    expect(solver.step(closure)).toMatchObject({ before: 9, loss: 4, evaluations: 2, reason: { kind: "finished" } });
    expect(weights.w[0]).toBeCloseTo(2, 15);
    expect(solver.step(closure).loss).toBeCloseTo(1, 14);
    expect(weights.w[0]).toBeCloseTo(1, 14);
  });

  it.each(["strongWolfe", "none"] as const)("leaves weights alone when the loss is not finite, %s", (lineSearch) => {
    for (const [loss, slope] of [
      [Number.NaN, 1],
      [Number.POSITIVE_INFINITY, 1],
      [1, Number.NaN],
      [1, Number.NEGATIVE_INFINITY],
    ]) {
      const always = start();
      const result = new Lbfgs(always, { lineSearch }).step(() => ({ loss, gradients: { w: [slope, 0] } }));
      expect(result).toMatchObject({ iterations: 0, reason: { kind: "nonFinite" } });
      const elsewhere = start();
      const closure = () =>
        elsewhere.w[0] === -1 ? { loss: 3, gradients: { w: [1, 0] } } : { loss, gradients: { w: [slope, 0] } };
      const moved = new Lbfgs(elsewhere, { lineSearch }).step(closure);
      expect(moved).toMatchObject({ before: 3, loss: 3, reason: { kind: "nonFinite" } });
      expect([always, elsewhere]).toEqual([start(), start()]);
    }
  });

  it("puts the weights back when the closure throws", () => {
    const weights = start();
    const closure = () => {
      if (weights.w[0] !== -1) throw new Error("no more");
      return closureOn(rosenbrock, weights)();
    };
    expect(() => new Lbfgs(weights).step(closure)).toThrow("no more");
    expect(weights).toEqual(start());
  });

  it("forgets what misled it, and says when not even straight downhill leads lower", () => {
    const weights = { w: Float64Array.of(3, 1) };
    const solver = new Lbfgs(weights, { maxIterations: 3 });
    solver.step(closureOn(ravine, weights));
    expect(solver.state().pairs.length).toBeGreaterThan(0);
    const before = weights.w.slice();
    const uphill = () => {
      const { loss, gradients } = closureOn(ravine, weights)();
      return { loss, gradients: { w: Array.from(gradients.w, (value) => -value) } };
    };
    expect(solver.step(uphill)).toMatchObject({ iterations: 2, reason: { kind: "lineSearchFailed" } });
    expect(solver.state()).toEqual({ steps: 2, iterations: 0, pairs: [] });
    expect(weights.w).toEqual(before);
  });

  it("says what the closure must return", () => {
    const solver = new Lbfgs({ w: Float64Array.of(1) });
    // @ts-expect-error: a closure that has to be waited for.
    expect(() => solver.step(async () => ({ loss: 1, gradients: { w: [2] } }))).toThrow(
      "Lbfgs: the closure must return { loss, gradients }, got a promise, for which a step cannot wait",
    );
    // @ts-expect-error: the loss alone.
    expect(() => solver.step(() => 3)).toThrow("must return { loss, gradients }, got 3");
  });

  it("names what does not fit", () => {
    expect(() => new Lbfgs({})).toThrow("Lbfgs: weights must name at least one array, got none");
    expect(() => new Lbfgs(start(), { historySize: 0 })).toThrow(
      "Lbfgs: historySize must be a whole number ≥ 1, got 0",
    );
    expect(() => new Lbfgs(start(), { c2: 1 })).toThrow("Lbfgs: c2 must be in (0, 1), got 1");
    expect(() => new Lbfgs(start(), { c1: 0.5, c2: 0.1 })).toThrow("Lbfgs: c1 must be < c2 = 0.1, got 0.5");
    expect(() => new Lbfgs(start()).step(() => ({ loss: 1, gradients: {} }))).toThrow(
      "step: the gradient of w is missing",
    );
  });
});
