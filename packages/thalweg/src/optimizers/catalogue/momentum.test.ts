import { describe, expect, it } from "vitest";
import { momentum, Optimizer, optimizerNamed } from "../index.ts";

const gradients = [2.0, 1.8, 1.5, -0.5];

/** Weights after each step, from 0. */
const walk = (options: Parameters<typeof momentum>[0]): number[] => {
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, momentum(options));
  return gradients.map((gradient) => {
    optimizer.step({ w: [gradient] });
    return weights.w[0];
  });
};

const stepsOf = (path: readonly number[]): number[] => path.map((value, index) => (path[index - 1] ?? 0) - value);

const expectAll = (actual: readonly number[], expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  actual.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index], 13);
  });
};

describe("momentum", () => {
  it("adds gradients up: v = 2.0, 3.6, 4.74, 3.766", () => {
    expectAll(stepsOf(walk({ learningRate: 1, beta: 0.9 })), [2.0, 3.6, 4.74, 3.766]);
  });

  it("keeps past rates in the form rateInside: v ← βv + ηg", () => {
    const rates = [1, 0.1, 0.01, 0.001];
    let v = 0;
    const expected = gradients.map((gradient, step) => {
      v = 0.9 * v + rates[step] * gradient;
      return v;
    });
    expectAll(stepsOf(walk({ learningRate: (step) => rates[step], form: "rateInside" })), expected);
    let plain = 0;
    const outside = gradients.map((gradient, step) => {
      plain = 0.9 * plain + gradient;
      return rates[step] * plain;
    });
    expectAll(stepsOf(walk({ learningRate: (step) => rates[step] })), outside);
  });

  it("averages in the form average: v ← βv + (1 − β)g", () => {
    expectAll(
      stepsOf(walk({ learningRate: 1, form: "average" })),
      [2.0, 3.6, 4.74, 3.766].map((v) => v * 0.1),
    );
  });

  it("undoes the start at 0 when asked: v/(1 − βᵗ)", () => {
    const expected = [2.0, 3.6, 4.74, 3.766].map((v, step) => (0.1 * v) / (1 - 0.9 ** (step + 1)));
    expectAll(stepsOf(walk({ learningRate: 1, form: "average", biasCorrection: true })), expected);
    expect(expected[0]).toBeCloseTo(2, 13);
  });

  it("dampens: v ← βv + (1 − d)g", () => {
    expectAll(stepsOf(walk({ learningRate: 1, dampening: 0.5 })), [1.0, 1.8, 2.37, 1.883]);
    const inWhole = walk({ learningRate: 1, dampening: 0.5, dampenFirst: false });
    expectAll(stepsOf(inWhole), [2.0, 2.7, 3.18, 2.612]);
    expect(() => momentum({ form: "average", dampening: 0.5 })).toThrow(
      'momentum: dampening must be left out with form "average", which dampens by beta, got 0.5',
    );
  });

  it("drops averages of float32 that fall out of the normal range, and keeps those of float64", () => {
    const decayed = (w: Float32Array | Float64Array, v: Float32Array | Float64Array): number => {
      const optimizer = new Optimizer({ w }, momentum({ beta: 0.5 }));
      optimizer.load({ ...optimizer.state(), slots: { "accumulateMomentum/v/w": v } });
      optimizer.step({ w: [0] });
      return optimizer.state().slots["accumulateMomentum/v/w"][0];
    };
    expect(decayed(Float32Array.of(1), Float32Array.of(2 ** -124))).toBe(2 ** -125);
    expect(decayed(Float32Array.of(1), Float32Array.of(2 ** -126))).toBe(0);
    expect(decayed(Float64Array.of(1), Float64Array.of(2 ** -126))).toBe(2 ** -127);
  });

  it("refuses other forms", () => {
    expect(() => optimizerNamed("momentum")({ form: "heavy" })).toThrow(
      'momentum: form must be one of plain, rateInside, average, got "heavy"',
    );
  });
});
