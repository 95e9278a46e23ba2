import { describe, expect, it } from "vitest";
import { Generator } from "../random/index.ts";
import { Curvature } from "./curvature.ts";

type Matrix = readonly (readonly number[])[];

const size = 5;
const indices = Array.from({ length: size }, (_, index) => index);
const product = (a: Matrix, b: Matrix): Matrix =>
  indices.map((i) => indices.map((j) => indices.reduce((sum, k) => sum + a[i][k] * b[k][j], 0)));
const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, index) => sum + value * b[index], 0);

/** H ← (I − ρsyᵀ)H(I − ρysᵀ) + ρssᵀ, written out. */
const updated = (h: Matrix, s: Float64Array, y: Float64Array): Matrix => {
  const rho = 1 / dot(y, s);
  const left = indices.map((i) => indices.map((j) => Number(i === j) - rho * s[i] * y[j]));
  const right = indices.map((i) => indices.map((j) => left[j][i]));
  return product(product(left, h), right).map((row, i) => row.map((value, j) => value + rho * s[i] * s[j]));
};

const generator = new Generator(5);
const drawn = () => Float64Array.from({ length: size }, () => generator.normal());

/** Pairs of a quadratic with the Hessian diag(1, 2, …, 5). */
const pairs = Array.from({ length: 7 }, () => {
  const s = drawn();
  return { s, y: s.map((value, index) => value * (index + 1)) };
});

describe("Curvature", () => {
  it.each([1, 3, 10])("multiplies by the matrix that the newest %i pairs make", (kept) => {
    const curvature = new Curvature(kept);
    for (const pair of pairs) curvature.add(pair);
    const remembered = pairs.slice(-kept);
    expect(curvature.pairs).toEqual(remembered);
    const { s, y } = pairs[pairs.length - 1];
    const gamma = dot(s, y) / dot(y, y);
    const start: Matrix = indices.map((i) => indices.map((j) => (i === j ? gamma : 0)));
    const inverse = remembered.reduce((h, pair) => updated(h, pair.s, pair.y), start);
    const gradient = drawn();
    const expected = inverse.map((row) => -row.reduce((sum, value, index) => sum + value * gradient[index], 0));
    for (const [index, value] of curvature.direction(gradient).entries())
      expect(value).toBeCloseTo(expected[index], 12);
  });

  it("satisfies the secant equation Hy = s of the newest pair", () => {
    const curvature = new Curvature(4);
    for (const pair of pairs) curvature.add(pair);
    const { s, y } = pairs[pairs.length - 1];
    for (const [index, value] of curvature.direction(y).entries()) expect(value).toBeCloseTo(-s[index], 13);
  });

  it("goes straight downhill without pairs, and takes none with no positive curvature", () => {
    const curvature = new Curvature(4);
    const gradient = Float64Array.of(1, -2);
    expect(curvature.direction(gradient)).toEqual(Float64Array.of(-1, 2));
    curvature.add({ s: Float64Array.of(1, 0), y: Float64Array.of(-1, 0) });
    curvature.add({ s: Float64Array.of(1, 0), y: Float64Array.of(1e-11, 0) });
    curvature.add({ s: Float64Array.of(1, 0), y: Float64Array.of(Number.NaN, 0) });
    expect(curvature.pairs).toEqual([]);
  });
});
