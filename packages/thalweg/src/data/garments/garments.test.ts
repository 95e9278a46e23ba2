import { describe, expect, it } from "vitest";
import { batches } from "../batches.ts";
import { type Dataset, exampleCount } from "../dataset.ts";
import { fingerprint } from "../fingerprint.ts";
import { standardizer } from "../standardize.ts";
import { garments } from "./garments.ts";

const classes = 10;
const features = 784;

/** z[row, k] = Σ x[row, i] w[i, k] + b[k], the bias being the last row of w. */
const scores = (x: ArrayLike<number>, row: number, weights: Float64Array): Float64Array => {
  const z = weights.slice(features * classes);
  for (let i = 0; i < features; i += 1) {
    const value = x[row * features + i];
    for (let k = 0; k < classes; k += 1) z[k] += value * weights[i * classes + k];
  }
  return z;
};

const accuracyOf = ({ inputs, targets }: Dataset, weights: Float64Array): number => {
  const right = [...targets.values].filter((label, row) => {
    const z = scores(inputs.values, row, weights);
    return z.indexOf(Math.max(...z)) === label;
  });
  return right.length / targets.values.length;
};

/** Softmax regression by gradient descent with momentum 0.9 and a linearly falling rate. */
const fitLinear = (train: Dataset, epochs: number): Float64Array => {
  const weights = new Float64Array((features + 1) * classes);
  const velocity = new Float64Array(weights.length);
  const gradient = new Float64Array(weights.length);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const rate = 0.005 * (1 - epoch / epochs);
    for (const { inputs, targets } of batches(train, { batchSize: 50, seed: 1, epoch })) {
      gradient.fill(0);
      for (let row = 0; row < targets.values.length; row += 1) {
        const z = scores(inputs.values, row, weights);
        const top = Math.max(...z);
        const powers = z.map((value) => Math.exp(value - top));
        const sum = powers.reduce((total, value) => total + value, 0);
        const delta = powers.map((value, k) => (value / sum - (k === targets.values[row] ? 1 : 0)) / 50);
        for (let i = 0; i <= features; i += 1) {
          const value = i === features ? 1 : inputs.values[row * features + i];
          for (let k = 0; k < classes; k += 1) gradient[i * classes + k] += value * delta[k];
        }
      }
      for (let j = 0; j < weights.length; j += 1) {
        velocity[j] = 0.9 * velocity[j] + gradient[j];
        weights[j] -= rate * velocity[j];
      }
    }
  }
  return weights;
};

describe("garments", () => {
  it("has the form of Fashion-MNIST", () => {
    const { train, test } = garments({ train: 100, test: 20, seed: 4 });
    expect(train.inputs.shape).toEqual([100, 28, 28, 1]);
    expect(train.inputs.values).toBeInstanceOf(Uint8Array);
    expect(train.targets.values).toBeInstanceOf(Int32Array);
    expect(test.inputs.shape).toEqual([20, 28, 28, 1]);
    expect(train.classes?.length).toBe(10);
    expect(exampleCount(garments({ train: 1, test: 1 }).train)).toBe(1);
  });

  it("holds every class equally often, not in a fixed order", () => {
    const { values } = garments({ train: 200, test: 10 }).train.targets;
    for (let label = 0; label < 10; label += 1) expect([...values].filter((value) => value === label).length).toBe(20);
    expect(values.slice(0, 10)).not.toEqual(values.slice(10, 20));
  });

  it("begins a larger set with the smaller one", () => {
    const small = garments({ train: 37, test: 10, seed: 9 }).train;
    const large = garments({ train: 83, test: 10, seed: 9 }).train;
    expect(large.inputs.values.subarray(0, 37 * features)).toEqual(small.inputs.values);
    expect(large.targets.values.subarray(0, 37)).toEqual(small.targets.values);
  });

  it("differs by seed and split, and is the same twice", () => {
    const draw = (seed: number) => garments({ train: 30, test: 30, seed });
    expect(fingerprint(draw(1).train)).toBe(fingerprint(draw(1).train));
    expect(fingerprint(draw(1).train)).not.toBe(fingerprint(draw(2).train));
    expect(fingerprint(draw(1).train)).not.toBe(fingerprint(draw(1).test));
  });

  it("draws something bright on something dark, all different", () => {
    const { values } = garments({ train: 300, test: 1 }).train.inputs;
    const pictures = Array.from({ length: 300 }, (_, i) => values.subarray(i * features, (i + 1) * features));
    for (const picture of pictures) {
      expect([...picture].filter((value) => value > 50).length).toBeGreaterThan(20);
      expect([...picture].filter((value) => value < 50).length).toBeGreaterThan(200);
    }
    expect(new Set(pictures.map((picture) => picture.join())).size).toBe(300);
  });

  it("is hard for a linear model: well above chance, below 85 %", () => {
    const { train, test } = garments({ train: 3000, test: 1000, seed: 0 });
    const standardize = standardizer(train, { per: "all" });
    const fitting = standardize.apply(train);
    const weights = fitLinear(fitting, 12);
    expect(accuracyOf(fitting, weights)).toBeGreaterThan(0.84);
    const accuracy = accuracyOf(standardize.apply(test), weights);
    expect(accuracy).toBeGreaterThan(0.65);
    expect(accuracy).toBeLessThan(0.85);
  });

  it.each([0, -5, 1.5, Number.NaN, 10_000_000])("refuses %d examples", (count) => {
    expect(() => garments({ train: count })).toThrow(
      `garments: train must be a whole number of examples from 1 to 1000000, got ${count}`,
    );
    expect(() => garments({ test: count })).toThrow("garments: test must be");
  });
});
