import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grad, hvp } from "../autodiff/index.ts";
import { Generator } from "../random/index.ts";
import { type Tensor, tensor, useDevice } from "../tensor/index.ts";
import { checkDimensions, convexityOf, type Surface, surfaceNamed, surfaces } from "./index.ts";

const all = Object.values(surfaces);
const sizes = ({ dimensions }: Surface) => (dimensions === "any" ? [2, 3, 7] : [2]);

/** Points all over the range of a surface, in n dimensions. */
const points = ({ name, range }: Surface, n: number): Float64Array[] => {
  const random = new Generator(3, name, n);
  return Array.from({ length: 8 }, () =>
    Float64Array.from({ length: n }, (_, index) => random.uniform(...range[index % 2])),
  );
};

const scaleOf = (values: ArrayLike<number>): number => Math.max(1, ...Array.from(values, Math.abs));

const expectNear = (given: ArrayLike<number>, wanted: ArrayLike<number>, relative: number): void => {
  expect(given.length).toBe(wanted.length);
  const tolerance = relative * scaleOf(wanted);
  for (let index = 0; index < wanted.length; index++) {
    expect(Math.abs(given[index] - wanted[index])).toBeLessThanOrEqual(tolerance);
  }
};

/** (f(x + h eᵢ) − f(x − h eᵢ))/2h for every i. */
const differences = (f: (x: Float64Array) => number, x: Float64Array, h: number): Float64Array =>
  x.map((_, index) => {
    const moved = (by: number) => x.map((value, at) => (at === index ? value + by : value));
    return (f(moved(h)) - f(moved(-h))) / (2 * h);
  });

beforeAll(() => useDevice("reference"));
afterAll(() => useDevice("wasm"));

describe.each(all)("$name", (surface) => {
  it("is lowest at its minima", () => {
    for (const n of sizes(surface)) {
      for (const minimum of surface.minima(n)) {
        expectNear(surface.gradient(minimum), new Float64Array(n), 1e-8);
        const lowest = surface.at(minimum);
        expect(lowest).toBeCloseTo((surface.lowest * n) / 2, 8);
        for (const point of points(surface, n)) expect(surface.at(point)).toBeGreaterThanOrEqual(lowest);
        const random = new Generator(5, n);
        for (let draw = 0; draw < 20; draw++) {
          expect(surface.at(minimum.map((value) => value + random.normal(0, 0.01)))).toBeGreaterThan(lowest);
        }
      }
    }
  });

  it("is the same on tensors and on numbers", async () => {
    for (const n of sizes(surface)) {
      for (const point of [...points(surface, n), surface.start(n)]) {
        const value = await surface.fn(tensor(point)).item();
        expectNear([surface.at(point)], [value], 1e-13);
      }
    }
  });

  it("has the gradient that autodiff and finite differences find", async () => {
    for (const n of sizes(surface)) {
      for (const point of points(surface, n)) {
        const gradient = surface.gradient(point);
        const traced = await grad((x: Tensor) => surface.fn(x))(tensor(point)).data();
        expectNear(gradient, traced, 1e-12);
        expectNear(gradient, differences(surface.at, point, 1e-5), 1e-5);
      }
    }
  });

  it.runIf(surface.hessian)("has the Hessian that autodiff and finite differences find", async () => {
    for (const n of sizes(surface)) {
      for (const point of points(surface, n).slice(0, 3)) {
        const rows = surface.hessian?.(point) ?? [];
        expect(rows.length).toBe(n);
        for (const [index, row] of rows.entries()) {
          const axis = Float64Array.from({ length: n }, (_, at) => Number(at === index));
          const traced = await hvp((x: Tensor) => surface.fn(x), tensor(point), tensor(axis)).data();
          expectNear(row, traced, 1e-11);
          expectNear(
            row,
            differences((x) => surface.gradient(x)[index], point, 1e-5),
            1e-5,
          );
        }
      }
    }
  });

  it("is convex or not, as it says", () => {
    const between = (a: Float64Array, b: Float64Array) => a.map((value, index) => (value + b[index]) / 2);
    const chords = points(surface, 2).flatMap((a) => points(surface, 2).map((b) => [a, b] as const));
    const above = chords.filter(([a, b]) => surface.at(between(a, b)) > (surface.at(a) + surface.at(b)) / 2 + 1e-9);
    expect(above.length > 0).toBe(surface.convex !== true);
    expect(convexityOf(surface)).toMatch(surface.convex === true ? /^convex$/ : /^not convex: \w/);
  });

  it("begins within its range, at a slope", () => {
    const start = surface.start(2);
    for (const [index, [low, high]] of surface.range.entries()) {
      expect(start[index]).toBeGreaterThan(low);
      expect(start[index]).toBeLessThan(high);
    }
    expect(Math.hypot(...surface.gradient(start))).toBeGreaterThan(0);
    expect(() => surface.start(0)).toThrow(`${surface.name}: the number of dimensions must be `);
  });
});

it("has the textbook's values", () => {
  expect(surfaces.rosenbrock.at([-1, 1])).toBe(4);
  expect(surfaces.beale.at([0, 0])).toBe(14.203125);
  expect(surfaces.himmelblau.at([0, 0])).toBe(170);
  expect(surfaces.booth.at([0, 0])).toBe(74);
  expect(surfaces.rastrigin.at([1, 1])).toBe(2);
  expect(surfaces.ackley.at([1, 1])).toBeCloseTo(3.6253849384403627, 14);
  expect(surfaces["styblinski-tang"].lowest).toBeCloseTo(-78.33233140754282, 12);
  expect(surfaces["monkey-saddle"].at([1, 1])).toBe(-2);
  expect(surfaces.plateaus.at([2.5, 0])).toBeCloseTo(1.0210836511271841, 12);
});

it("names the nearest surface, and refuses dimensions there are not", () => {
  expect(surfaceNamed("ravine")).toBe(surfaces.ravine);
  expect(() => surfaceNamed("rosenbrok")).toThrow("there is no surface rosenbrok; did you mean rosenbrock?");
  expect(() => surfaceNamed("toString")).toThrow("there is no surface toString");
  expect(() => surfaces.booth.start(3)).toThrow("booth: the number of dimensions must be 2, got 3");
  expect(() => surfaces.rosenbrock.minima(1)).toThrow(
    "rosenbrock: the number of dimensions must be a whole number ≥ 2, got 1",
  );
  expect(() => checkDimensions(surfaces.parabola, 1.5)).toThrow("must be a whole number ≥ 1, got 1.5");
});
