import { describe, expect, it } from "vitest";
import { nesterov, Optimizer } from "../index.ts";

describe("nesterov", () => {
  it("steps by g + βv", () => {
    const weights = { w: Float64Array.of(5) };
    const optimizer = new Optimizer(weights, nesterov({ learningRate: 0.1, beta: 0.9 }));
    optimizer.step({ w: [10] });
    expect(weights.w[0]).toBeCloseTo(5 - 0.1 * (10 + 0.9 * 10), 13);
    optimizer.step({ w: [1] });
    expect(weights.w[0]).toBeCloseTo(3.1 - 0.1 * (1 + 0.9 * (0.9 * 10 + 1)), 13);
  });

  it("is gradient descent from the looked-ahead point: y = w − ηβv follows Nesterov's own recursion", () => {
    // w_{t+1} = y_t − ηf′(y_t), y_{t+1} = w_{t+1} + β(w_{t+1} − w_t) on f = ½w², seen at y.
    const [rate, beta] = [0.1, 0.8];
    const weights = { y: Float64Array.of(3) };
    const optimizer = new Optimizer(weights, nesterov({ learningRate: rate, beta }));
    let [w, y] = [3, 3];
    for (let step = 0; step < 20; step++) {
      optimizer.step({ y: [weights.y[0]] });
      const next = y - rate * y;
      y = next + beta * (next - w);
      w = next;
      expect(weights.y[0]).toBeCloseTo(y, 12);
    }
  });
});
