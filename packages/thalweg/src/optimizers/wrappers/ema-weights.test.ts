import { describe, expect, it } from "vitest";
import { adam, chain, emaWeights, gradientDescent, MovingAverage, Optimizer, route } from "../index.ts";
import { expectEvaluationWeights, expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("keras").cases.filter(({ ema }) => ema);

/** Weights 1, 2, 3, … after each update, and what is evaluated with. */
const evaluated = (options: Parameters<typeof emaWeights>[0], steps: number): number[] => {
  const weights = { w: Float64Array.of(0) };
  const optimizer = new Optimizer(weights, chain(gradientDescent({ learningRate: 1 }), emaWeights(options)));
  return Array.from({ length: steps }, (_, step) => {
    optimizer.step({ w: [-1] });
    expect(weights.w[0]).toBe(step + 1);
    return optimizer.evaluationWeights().w[0];
  });
};

const expectClose = (found: readonly number[], expected: readonly number[]) => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, index) => {
    expect(found[index]).toBeCloseTo(value, 13);
  });
};

describe("emaWeights", () => {
  it("starts at the weights", () => {
    expectClose(evaluated({ beta: 0.5 }, 3), [0.5, 1.25, 2.125]);
    const optimizer = new Optimizer({ w: Float64Array.of(7) }, chain(adam(), emaWeights()));
    expect([...optimizer.evaluationWeights().w]).toEqual([7]);
  });

  it("corrects a start at 0 on request", () => {
    const average = new MovingAverage({ beta: 0.8, biasCorrection: true });
    expectClose(
      evaluated({ beta: 0.8, biasCorrection: true }, 6),
      [1, 2, 3, 4, 5, 6].map((w) => average.update(w)),
    );
    const fresh = new Optimizer({ w: Float64Array.of(7) }, chain(adam(), emaWeights({ biasCorrection: true })));
    expect([...fresh.evaluationWeights().w]).toEqual([7]);
  });

  it("warms β up: min(β, (1 + n)/(10 + n))", () => {
    let a = 0;
    const expected = [1, 2, 3, 4, 5].map((n) => {
      const beta = Math.min(0.3, (1 + n) / (10 + n));
      a = beta * a + (1 - beta) * n;
      return a;
    });
    expectClose(evaluated({ beta: 0.3, warmup: true }, 5), expected);
    expect(expected[0]).toBeCloseTo(9 / 11, 14);
  });

  it("averages every k-th update", () => {
    expectClose(evaluated({ beta: 0.5, every: 2 }, 5), [0, 1, 1, 2.5, 2.5]);
    expectClose(evaluated({ beta: 0.5, every: 2, biasCorrection: true }, 4), [1, 2, 2, 10 / 3]);
  });

  it("leaves weights that stand still alone, to the bit", () => {
    const weights = { w: Float64Array.of(0.1, -3.7) };
    const optimizer = new Optimizer(weights, chain(gradientDescent({ learningRate: 0 }), emaWeights({ beta: 0.9 })));
    for (let step = 0; step < 50; step++) optimizer.step({ w: [1, 2] });
    expect(optimizer.evaluationWeights().w).toEqual(weights.w);
  });

  it("stands in one group, too; the others evaluate with their weights", () => {
    const weights = { a: Float64Array.of(0), b: Float64Array.of(0) };
    const descent = gradientDescent({ learningRate: 1 });
    const spec = route([
      { match: "a", use: chain(descent, emaWeights({ beta: 0.5 })) },
      { match: "b", use: descent },
    ]);
    const optimizer = new Optimizer(weights, spec);
    optimizer.step({ a: [-1], b: [-1] });
    const { a, b } = optimizer.evaluationWeights();
    expect([a[0], b[0]]).toEqual([0.5, 1]);
  });

  it("lets β and k be read and changed along the way", () => {
    const weights = { w: Float64Array.of(0) };
    const optimizer = new Optimizer(weights, chain(gradientDescent({ learningRate: 1 }), emaWeights({ beta: 0.5 })));
    expect(optimizer.hyperparameters).toMatchObject({ "emaWeights/beta": 0.5, "emaWeights/every": 1 });
    optimizer.set("emaWeights/beta", 0.75);
    optimizer.step({ w: [-4] });
    expect(optimizer.evaluationWeights().w[0]).toBe(1);
    optimizer.set("emaWeights/every", 10);
    optimizer.step({ w: [-4] });
    expect(optimizer.evaluationWeights().w[0]).toBe(1);
    expect(() => optimizer.set("emaWeights/every", 1.5)).toThrow(
      "set: emaWeights/every must be a whole number ≥ 1, got 1.5",
    );
  });

  it.each(cases.map((expected) => ({ problem: expected.problem, expected })))(
    "agrees with Keras, whose average starts at the first new weights, on $problem",
    async ({ problem, expected }) => {
      const epsilon = (step: number) => 1e-7 / Math.sqrt(1 - 0.999 ** (step + 1));
      const spec = chain(adam({ learningRate: 0.01, epsilon }), emaWeights({ beta: (step) => (step === 0 ? 0 : 0.9) }));
      await expectTrajectory(expected, spec);
      await expectEvaluationWeights(problem, spec, expected.ema ?? {});
    },
  );

  it("refuses what is out of range", () => {
    expect(cases).toHaveLength(3);
    expect(() => emaWeights({ beta: 1 })).toThrow("emaWeights: beta must be in [0, 1), got 1");
    expect(() => emaWeights({ every: 0 })).toThrow("emaWeights: every must be a whole number ≥ 1, got 0");
  });
});
