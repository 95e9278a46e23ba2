import { describe, expect, it } from "vitest";
import { adam, chain, emaWeights, gradientDescent, lookahead, memoryMultiple, Optimizer } from "../index.ts";
import { expectTrajectory, golden } from "../testing/golden.ts";

const cases = golden("modern").cases.filter(({ optimizer }) => optimizer.startsWith("lookahead"));

/** Fast weights and those to evaluate with after each update, when every gradient is −1. */
const walked = (options: Parameters<typeof lookahead>[1], steps: number): [number, number][] => {
  const weights = { w: Float64Array.of(0) };
  const optimizer = new Optimizer(weights, lookahead(gradientDescent({ learningRate: 1 }), options));
  return Array.from({ length: steps }, () => {
    optimizer.step({ w: [-1] });
    return [weights.w[0], optimizer.evaluationWeights().w[0]];
  });
};

describe("lookahead", () => {
  it("steps back every k updates", () => {
    expect(walked({ k: 3 }, 6).map(([fast]) => fast)).toEqual([1, 2, 1.5, 2.5, 3.5, 3]);
    expect(walked({ k: 1, alpha: 0.25 }, 2).map(([fast]) => fast)).toEqual([0.25, 0.5]);
  });

  it("evaluates with the fast weights, or on request with the slow ones", () => {
    expect(walked({ k: 3 }, 3).map(([, shown]) => shown)).toEqual([1, 2, 1.5]);
    expect(walked({ k: 3, evaluate: "slow" }, 6).map(([, shown]) => shown)).toEqual([0, 0, 1.5, 1.5, 1.5, 3]);
  });

  it("with α = 1 is the optimizer inside, with α = 0 the start", () => {
    expect(walked({ k: 2, alpha: 1 }, 4).map(([fast]) => fast)).toEqual([1, 2, 3, 4]);
    expect(walked({ k: 2, alpha: 0 }, 4).map(([fast]) => fast)).toEqual([1, 0, 1, 0]);
  });

  it("leaves the averages of the optimizer inside in charge of evaluation", () => {
    const weights = { w: Float64Array.of(0) };
    const inside = chain(gradientDescent({ learningRate: 1 }), emaWeights({ beta: 0.5 }));
    const optimizer = new Optimizer(weights, lookahead(inside));
    optimizer.step({ w: [-1] });
    expect(optimizer.evaluationWeights().w[0]).toBe(0.5);
    expect(memoryMultiple(lookahead(adam()), { w: [4] })).toBe(3);
  });

  it.each(cases.map((expected) => ({ problem: expected.problem, expected })))(
    "agrees with pytorch_optimizer around Adam on $problem",
    ({ expected }) => expectTrajectory(expected, lookahead(adam({ learningRate: 0.01 }), { k: 5, alpha: 0.5 })),
  );

  it("refuses what is out of range", () => {
    expect(cases).toHaveLength(3);
    expect(() => lookahead(adam(), { k: 0 })).toThrow("lookahead: k must be a whole number ≥ 1, got 0");
    expect(() => lookahead(adam(), { alpha: 1.5 })).toThrow("lookahead: alpha must be in [0, 1], got 1.5");
  });
});
