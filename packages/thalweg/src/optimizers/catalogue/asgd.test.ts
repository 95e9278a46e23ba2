import { describe, expect, it } from "vitest";
import { asgd, minimize, Optimizer } from "../index.ts";

const started = (options: Parameters<typeof asgd>[0]) => {
  const weights = { w: new Float64Array(1) };
  return { weights, optimizer: new Optimizer(weights, asgd(options)) };
};

describe("asgd", () => {
  it("lowers the rate by (1 + λη(t − 1))^−α", () => {
    const { weights, optimizer } = started({ learningRate: 0.5, lambda: 2, alpha: 1 });
    const path = [1, 1, 1].map((gradient) => {
      optimizer.step({ w: [gradient] });
      return weights.w[0];
    });
    let w = 0;
    const expected = [0, 1, 2].map((t) => {
      const rate = 0.5 / (1 + t);
      w = (1 - 2 * rate) * w - rate;
      return w;
    });
    path.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index], 14);
    });
  });

  it("evaluates with the last weights up to t₀ + 2 and with their mean from there", () => {
    const { weights, optimizer } = started({ learningRate: 1, lambda: 0, t0: 2 });
    const averages = [1, 1, 1, 1, 1].map(() => {
      optimizer.step({ w: [1] });
      return optimizer.evaluationWeights().w[0];
    });
    // Weights −1 … −5; from update 4 on the mean of −4 and what follows.
    expect(averages).toEqual([-1, -2, -3, -4, -4.5]);
    expect(weights.w[0]).toBe(-5);
  });

  it("evaluates with the start before any update", () => {
    const optimizer = new Optimizer({ w: Float64Array.of(3) }, asgd());
    expect(optimizer.evaluationWeights().w[0]).toBe(3);
  });

  it("hands the mean to minimize", async () => {
    const options = { optimizer: asgd({ learningRate: 1, lambda: 0, t0: 0 }), steps: 3 };
    const { path, weights } = await minimize((w) => w.sum(), [0], options);
    expect([...path.map(([w]) => w)]).toEqual([0, -1, -2, -3]);
    expect(weights[0]).toBe(-2.5);
  });
});
