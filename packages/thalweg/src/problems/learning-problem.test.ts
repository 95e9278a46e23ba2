import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { grad } from "../autodiff/index.ts";
import { adam, gradientDescent, Optimizer } from "../optimizers/index.ts";
import { Generator } from "../random/index.ts";
import { tensor, useDevice } from "../tensor/index.ts";
import { gradientVariance, logisticRegression, miniBatches, smallMlp } from "./index.ts";

beforeAll(() => useDevice("reference"));
afterAll(() => useDevice("wasm"));

const problems = [
  logisticRegression({ examples: 60, features: 4, seed: 2 }),
  logisticRegression({ examples: 60, features: 4, decay: 0.1 }),
  smallMlp({ examples: 50, hidden: 5, seed: 2 }),
  smallMlp({ examples: 50, hidden: 1, decay: 0.3 }),
];

/** The start, and weights around it. */
const weightsOf = ({ start }: { start: () => Float64Array }) => {
  const random = new Generator(9);
  return [start(), ...[0.3, 2].map((deviation) => start().map((value) => value + random.normal(0, deviation)))];
};

describe.each(problems)("$name with $dimensions weights", (problem) => {
  it("has the same loss and gradient on tensors and on numbers", async () => {
    for (const w of weightsOf(problem)) {
      expect(problem.at(w)).toBeCloseTo(await problem.fn(tensor(w)).item(), 12);
      const traced = await grad(problem.fn)(tensor(w)).data();
      const gradient = problem.gradient(w);
      expect(gradient.length).toBe(problem.dimensions);
      for (const [index, value] of gradient.entries()) expect(value).toBeCloseTo(traced[index], 12);
    }
  });

  it("has the gradient of finite differences, on mini-batches too", () => {
    const rows = [3, 1, 4, 15, 9];
    for (const w of weightsOf(problem)) {
      const gradient = problem.gradient(w, rows);
      for (const index of w.keys()) {
        const moved = (by: number) =>
          problem.at(
            w.map((value, at) => (at === index ? value + by : value)),
            rows,
          );
        expect(gradient[index]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 7);
      }
    }
  });

  it("has the full gradient as the mean over an epoch of equal batches", () => {
    const [, w] = weightsOf(problem);
    const epoch = miniBatches(problem.examples, 10, { seed: 1, epoch: 2 });
    const mean = problem.gradient(w).map(() => 0);
    for (const rows of epoch) {
      for (const [index, value] of problem.gradient(w, rows).entries()) mean[index] += value / epoch.length;
    }
    for (const [index, value] of problem.gradient(w).entries()) expect(mean[index]).toBeCloseTo(value, 12);
  });
});

describe("logisticRegression", () => {
  it("starts at log 2 and is solved by gradient descent", () => {
    const problem = logisticRegression({ examples: 200, features: 3, seed: 1 });
    const w = problem.start();
    expect(problem.at(w)).toBeCloseTo(Math.LN2, 14);
    const optimizer = new Optimizer({ w }, gradientDescent({ learningRate: 1 }));
    for (let step = 0; step < 500; step++) optimizer.step({ w: problem.gradient(w) });
    expect(Math.hypot(...problem.gradient(w))).toBeLessThan(1e-8);
    // Two clouds at distance 2 are told apart with probability Φ(1) = 0.841.
    expect(problem.accuracy(w)).toBeGreaterThan(0.78);
    expect(problem.accuracy(w)).toBeLessThan(0.9);
  });

  it("stays finite where classes are told with certainty", () => {
    const problem = logisticRegression({ examples: 20, features: 2, separation: 50 });
    const w = Float64Array.of(1e4, -1e4, 0);
    expect(Number.isFinite(problem.at(w))).toBe(true);
    expect(problem.gradient(w).every(Number.isFinite)).toBe(true);
  });
});

describe("smallMlp", () => {
  it("learns to tell the rings apart, which no line can", () => {
    const problem = smallMlp({ examples: 200, hidden: 8, seed: 1 });
    const w = problem.start();
    const optimizer = new Optimizer({ w }, adam({ learningRate: 0.05 }));
    for (let step = 0; step < 400; step++) optimizer.step({ w: problem.gradient(w) });
    expect(problem.at(w)).toBeLessThan(0.1);
    expect(problem.accuracy(w)).toBeGreaterThan(0.97);
  });
});

describe("drawn data", () => {
  it("depend on the seed alone", () => {
    for (const make of [logisticRegression, smallMlp]) {
      const [a, again, b] = [1, 1, 2].map((seed) => make({ examples: 20, seed }));
      expect(again.inputs).toEqual(a.inputs);
      expect(again.start()).toEqual(a.start());
      expect(b.inputs).not.toEqual(a.inputs);
      expect(a.labels.reduce((sum, label) => sum + label)).toBe(10);
    }
  });

  it("refuse counts and numbers there cannot be", () => {
    expect(() => logisticRegression({ examples: 0 })).toThrow(
      "logisticRegression: examples must be a whole number ≥ 1, got 0",
    );
    expect(() => logisticRegression({ decay: -1 })).toThrow("decay must be a finite number ≥ 0, got -1");
    expect(() => smallMlp({ hidden: 1.5 })).toThrow("smallMlp: hidden must be a whole number ≥ 1, got 1.5");
    expect(() => smallMlp({ noise: Number.NaN })).toThrow("noise must be a finite number ≥ 0, got NaN");
  });
});

describe("miniBatches", () => {
  it("has every row once an epoch, in orders of their own", () => {
    const epoch = (number: number) => miniBatches(10, 4, { seed: 1, epoch: number });
    expect(epoch(0).map((rows) => rows.length)).toEqual([4, 4, 2]);
    const flat = epoch(0).flatMap((rows) => Array.from(rows));
    expect(flat.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(epoch(1)).not.toEqual(epoch(0));
    expect(epoch(0)).toEqual(epoch(0));
  });
});

describe("gradientVariance", () => {
  it.each([1, 5, 20])("is what drawn batches of %i show", (batchSize) => {
    const problem = logisticRegression({ examples: 60, features: 3, seed: 5 });
    const [, w] = weightsOf(problem);
    const full = problem.gradient(w);
    const distances = Array.from({ length: 3000 }, (_, epoch) => {
      const [rows] = miniBatches(problem.examples, batchSize, { seed: 3, epoch });
      return problem.gradient(w, rows).reduce((sum, value, index) => sum + (value - full[index]) ** 2, 0);
    });
    const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
    expect(mean / gradientVariance(problem, w, batchSize)).toBeGreaterThan(0.94);
    expect(mean / gradientVariance(problem, w, batchSize)).toBeLessThan(1.06);
  });

  it("falls to 0 for all examples, and refuses more", () => {
    const problem = logisticRegression({ examples: 60, features: 3 });
    const w = problem.start();
    expect(gradientVariance(problem, w, 60)).toBe(0);
    const ratio = gradientVariance(problem, w, 30) / gradientVariance(problem, w, 1);
    expect(ratio).toBeCloseTo(30 / 60 / 30 / (59 / 60), 12);
    expect(() => gradientVariance(problem, w, 61)).toThrow(
      "must be a whole number from 1 to 60, the examples there are",
    );
  });
});
