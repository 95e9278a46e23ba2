import { describe, expect, it } from "vitest";
import { memoryMultiple, novoGrad, Optimizer } from "../index.ts";

const paper = { learningRate: 0.1, epsilon: 0, biasCorrection: false, firstTwice: false };

const walk = (options: Parameters<typeof novoGrad>[0], gradients: readonly number[][]): number[][] => {
  const weights = { w: new Float64Array(2) };
  const optimizer = new Optimizer(weights, novoGrad(options));
  return gradients.map((w) => {
    optimizer.step({ w });
    return [...weights.w];
  });
};

const expectNear = (found: readonly number[], expected: readonly number[]): void => {
  expected.forEach((value, index) => {
    expect(found[index]).toBeCloseTo(value, 13);
  });
};

describe("novoGrad", () => {
  it("divides by the norm of the whole parameter, by hand", () => {
    const [first, second] = walk({ ...paper, beta1: 0.5, beta2: 0.75 }, [
      [3, 4],
      [0, 10],
    ]);
    expectNear(first, [-0.06, -0.08]);
    // v = 0.75·25 + 0.25·100, m = 0.5·(0.6, 0.8) + (0, 10)/√v.
    const v = Math.sqrt(43.75);
    expectNear(second, [-0.06 - 0.1 * 0.3, -0.08 - 0.1 * (0.4 + 10 / v)]);
  });

  it("counts the first gradient twice and corrects the start unless told otherwise", () => {
    const [first] = walk({ learningRate: 0.1, epsilon: 0 }, [[3, 4]]);
    const length = 0.1 * 1.95 * (Math.sqrt(1 - 0.98) / (1 - 0.95));
    expectNear(first, [-0.6 * length, -0.8 * length]);
  });

  it("averages gradients by option", () => {
    const [first, second] = walk({ ...paper, beta1: 0.5, gradientAveraging: true }, [
      [3, 4],
      [3, 4],
    ]);
    expectNear(first, [-0.06, -0.08]);
    expectNear(second, [-0.12, -0.16]);
  });

  it("does not see the scale of a parameter's gradient", () => {
    const gradients = [
      [3, 4],
      [-1, 2],
      [0.5, 0.1],
    ];
    const scaled = walk(
      paper,
      gradients.map((row) => row.map((value) => 1e4 * value)),
    );
    walk(paper, gradients).forEach((row, index) => {
      expectNear(scaled[index], row);
    });
  });

  it("adds the decay to each scaled gradient", () => {
    const weights = { w: Float64Array.of(3, 4) };
    new Optimizer(weights, novoGrad({ ...paper, weightDecay: 0.5 })).step({ w: [3, 4] });
    expectNear([...weights.w], [3 - 0.1 * (0.6 + 1.5), 4 - 0.1 * (0.8 + 2)]);
  });

  it("keeps one number beside m for each parameter", () => {
    expect(memoryMultiple(novoGrad(), { w: [10, 10] })).toBe(1.01);
  });
});
