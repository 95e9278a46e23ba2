import { beforeAll, describe, expect, it } from "vitest";
import { eigh } from "../devices/routines/eigh.ts";
import { Generator } from "../random/index.ts";
import { lanczos } from "../solvers/lanczos.ts";
import { useDevice } from "../tensor/index.ts";
import { curvatureOf } from "./curvature.ts";
import { hutchinsonTrace } from "./hutchinson-trace.ts";
import { spectralDensity } from "./spectral-density.ts";
import { smallNetwork } from "./testing/small-network.ts";

/** The Hessian column by column, and its eigenvalues, ascending. */
const denseHessian = async (dimension: number, product: (v: Float64Array) => Promise<Float64Array>) => {
  const matrix = new Float64Array(dimension * dimension);
  let trace = 0;
  for (let column = 0; column < dimension; column++) {
    const found = await product(Float64Array.from({ length: dimension }, (_, row) => (row === column ? 1 : 0)));
    found.forEach((value, row) => {
      matrix[row * dimension + column] = value;
    });
    trace += found[column];
  }
  return { matrix: matrix.slice(), values: eigh(matrix, dimension).values, trace };
};

describe.each(["reference", "wasm"] as const)("the Hessian of a small network on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("has by Lanczos the eigenvalues of a dense decomposition, and by Hutchinson its trace", async () => {
    const { network, weights } = await smallNetwork();
    const { dimension, flat, hessianTimes } = curvatureOf(network, weights);
    const w = flat(weights);
    const product = (v: Float64Array) => hessianTimes(w, v);
    const { matrix, values, trace } = await denseHessian(dimension, product);
    expect(dimension).toBe(2 * 4 + 4 + 8 + 4 * 3 + 3);
    for (let row = 0; row < dimension; row++) {
      for (let column = 0; column < row; column++) {
        expect(matrix[row * dimension + column]).toBeCloseTo(matrix[column * dimension + row], 12);
      }
    }
    const found = await lanczos(product, dimension, { steps: 24 });
    for (let top = 0; top < 5; top++) {
      const expected = values[dimension - 1 - top];
      expect(Math.abs(found.values[top] - expected)).toBeLessThan(1e-6 * expected);
      expect(Math.abs(found.values[top] - expected)).toBeLessThan(found.residuals[top] + 1e-12);
    }
    expect(found.values.at(-1)).toBeCloseTo(values[0], 6);
    const estimate = await hutchinsonTrace(product, dimension, { probes: 60 });
    expect(Math.abs(estimate.trace - trace)).toBeLessThan(3 * estimate.error);
    expect(estimate.error).toBeLessThan(0.1 * trace);
  });
});

it("finds all eigenvalues where the steps suffice, repeated ones once", async () => {
  const diagonal = Float64Array.of(5, 5, 3, 1, 0, -4);
  const { values, residuals, weights } = await lanczos((v) => v.map((x, i) => diagonal[i] * x), 6, { steps: 50 });
  expect(values).toHaveLength(5);
  [5, 3, 1, 0, -4].forEach((value, index) => {
    expect(values[index]).toBeCloseTo(value, 12);
    expect(residuals[index]).toBeLessThan(1e-11);
  });
  expect(weights.reduce((sum, value) => sum + value)).toBeCloseTo(1, 12);
});

it("keeps its digits on an ill-conditioned matrix of many equal eigenvalues", async () => {
  const diagonal = Float64Array.from({ length: 300 }, (_, i) => (i < 10 ? 10 ** (4 - i) : 1e-6));
  const { values } = await lanczos((v) => v.map((x, i) => diagonal[i] * x), 300, { steps: 30 });
  for (let i = 0; i < 8; i++) expect(values[i] / diagonal[i]).toBeCloseTo(1, 8);
});

it("sees the density of a matrix: the semicircle of Wigner", async () => {
  const n = 400;
  const random = new Generator(8);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = random.normal() / Math.sqrt(n);
  const product = (v: Float64Array) =>
    v.map((_, i) => a.subarray(i * n, (i + 1) * n).reduce((sum, value, j) => sum + value * v[j], 0));
  const runs = await Promise.all([0, 1, 2, 3].map((seed) => lanczos(product, n, { steps: 40, seed })));
  const { x, density } = spectralDensity(runs, { width: 0.04 });
  const step = x[1] - x[0];
  expect(density.reduce((sum, value) => sum + value * step, 0)).toBeCloseTo(1, 3);
  const middle = density[x.findIndex((value) => value > 0)];
  expect(Math.abs(middle - 1 / Math.PI)).toBeLessThan(0.06);
});

it("refuses products of other lengths, ones that are not finite, and numbers that are no counts", async () => {
  await expect(lanczos(() => Float64Array.of(1), 2)).rejects.toThrow("lanczos: product must give 2 numbers, got 1");
  await expect(lanczos((v) => v.fill(Number.NaN), 2)).rejects.toThrow("lanczos: product 1 is not finite");
  expect(() => lanczos((v) => v, 2, { steps: 0 })).toThrow("lanczos: steps must be a positive whole number, got 0");
  await expect(hutchinsonTrace((v) => v, 2, { probes: 0.5 })).rejects.toThrow(
    "hutchinsonTrace: probes must be a positive whole number, got 0.5",
  );
  expect(() => spectralDensity([])).toThrow("spectralDensity: runs must hold a run of lanczos, got none");
});
