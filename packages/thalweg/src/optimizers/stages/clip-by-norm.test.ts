import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chain, clipByGlobalNorm, clipByNorm, Optimizer, type OptimizerSpec, route, scale } from "../index.ts";

type Gradients = Readonly<Record<string, readonly number[]>>;

/** What a stage makes of gradients. */
const applied = (stage: OptimizerSpec, gradients: Gradients): Record<string, number[]> => {
  const names = Object.keys(gradients);
  const weights = Object.fromEntries(names.map((name) => [name, new Float64Array(gradients[name].length)]));
  new Optimizer(weights, stage).step(gradients);
  return Object.fromEntries(names.map((name) => [name, [...weights[name]]]));
};

const vectors = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 6 });
const limits = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

describe("clipByGlobalNorm", () => {
  it("makes [6, 8] at 5 exactly [3, 4]", () => {
    expect(applied(clipByGlobalNorm(5), { w: [6, 8] })).toEqual({ w: [3, 4] });
    expect(applied(clipByGlobalNorm(5), { a: [6], b: [8] })).toEqual({ a: [3], b: [4] });
    expect(applied(clipByGlobalNorm(10), { w: [6, 8] })).toEqual({ w: [6, 8] });
  });

  it("divides by ‖u‖ + ε on request", () => {
    expect(applied(clipByGlobalNorm(5, { epsilon: 10 }), { w: [6, 8] }).w[0]).toBeCloseTo(6 / 4, 14);
  });

  it("leaves zeros alone", () => {
    expect(applied(clipByGlobalNorm(5), { w: [0, 0] })).toEqual({ w: [0, 0] });
  });

  it("never lengthens and keeps the direction", () => {
    fc.assert(
      fc.property(vectors, vectors, limits, (a, b, limit) => {
        const clipped = applied(clipByGlobalNorm(limit), { a, b });
        const [before, after] = [
          [...a, ...b],
          [...clipped.a, ...clipped.b],
        ];
        const norm = Math.hypot(...before);
        expect(Math.hypot(...after)).toBeLessThanOrEqual(Math.min(norm, limit) * (1 + 1e-14));
        const factor = Math.min(1, limit / norm);
        before.forEach((value, index) => {
          expect(after[index]).toBeCloseTo(value * factor, 10);
        });
      }),
      { numRuns: 40 },
    );
  });

  it("sees all parameters before a route, its group inside one", () => {
    const outside = chain(
      clipByGlobalNorm(5),
      route([
        { match: "a", use: scale(1) },
        { match: "b", use: scale(2) },
      ]),
    );
    expect(applied(outside, { a: [6], b: [8] })).toEqual({ a: [3], b: [8] });
    const inside = route([
      { match: "a", use: clipByGlobalNorm(5) },
      { match: "b", use: scale(1) },
    ]);
    expect(applied(inside, { a: [6], b: [8] })).toEqual({ a: [5], b: [8] });
  });
});

describe("clipByNorm", () => {
  it("clips each parameter by itself", () => {
    expect(applied(clipByNorm(5), { a: [6, 8], b: [0.3, 0.4] })).toEqual({ a: [3, 4], b: [0.3, 0.4] });
  });

  it("refuses a limit that is not positive", () => {
    expect(() => clipByNorm(0)).toThrow("clipByNorm: norm must be > 0, got 0");
    expect(() => clipByGlobalNorm(1, { epsilon: -1 })).toThrow("clipByGlobalNorm: epsilon must be ≥ 0, got -1");
  });
});
