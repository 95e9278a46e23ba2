import { describe, expect, it } from "vitest";
import { noisy, surfaces } from "./index.ts";

/** Mean and variance of one component of many gradients at a point. */
const moments = (draw: () => number, count: number) => {
  const values = Array.from({ length: count }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1) };
};

describe("noisy", () => {
  it.each([
    { variance: 4, batch: 1 },
    { variance: 4, batch: 16 },
    { variance: 0.25, batch: 256 },
  ])("draws gradients of the variance it says: %j", ({ variance, batch }) => {
    const count = 20_000;
    const point = [0.3, -0.7];
    const { gradient, exactGradient, gradientVariance } = noisy(surfaces.ravine, { variance, batch, seed: 7 });
    expect(gradientVariance).toBe(variance / batch);
    expect(exactGradient(point)).toEqual(surfaces.ravine.gradient(point));
    for (const axis of [0, 1]) {
      const found = moments(() => gradient(point)[axis], count);
      // Five standard errors, of the mean and of the variance.
      expect(Math.abs(found.mean - exactGradient(point)[axis])).toBeLessThan(5 * Math.sqrt(gradientVariance / count));
      expect(Math.abs(found.variance / gradientVariance - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    }
  });

  it("draws the components apart from each other", () => {
    const { gradient } = noisy(surfaces.parabola, { variance: 1, seed: 2 });
    const product = moments(() => gradient([0, 0]).reduce((a, b) => a * b), 20_000);
    expect(Math.abs(product.mean)).toBeLessThan(5 / Math.sqrt(20_000));
  });

  it("draws equal gradients from equal seeds, and leaves the surface itself exact", () => {
    const path = (seed: number) => {
      const { gradient } = noisy(surfaces.rosenbrock, { variance: 1, seed });
      return Array.from({ length: 3 }, () => Array.from(gradient([0, 0])));
    };
    expect(path(1)).toEqual(path(1));
    expect(path(1)).not.toEqual(path(2));
    expect(path(1)[0]).not.toEqual(path(1)[1]);
    const quiet = noisy(surfaces.rosenbrock, { variance: 0 });
    expect(quiet.gradient([-1, 1])).toEqual(surfaces.rosenbrock.gradient([-1, 1]));
    expect(quiet.at([-1, 1])).toBe(4);
  });

  it("refuses what is no variance or batch", () => {
    const { parabola } = surfaces;
    expect(() => noisy(parabola, { variance: -1 })).toThrow("noisy: variance must be a finite number ≥ 0, got -1");
    expect(() => noisy(parabola, { variance: 1, batch: 0 })).toThrow("noisy: batch must be a whole number ≥ 1, got 0");
  });
});
