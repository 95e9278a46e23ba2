import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { optax } from "../index.ts";

describe("optax.lookahead", () => {
  it("trains the fast weights and evaluates the slow ones", () => {
    const weights = { w: Float64Array.of(0) };
    const fast = optax.sgd({ learningRate: 1 });
    const optimizer = new Optimizer(weights, optax.lookahead(fast, { syncPeriod: 2, slowStepSize: 0.25 }));
    const steps = [-1, -3, -1, -1].map((gradient) => {
      optimizer.step({ w: [gradient] });
      return [weights.w[0], optimizer.evaluationWeights().w[0]];
    });
    // Slow weights follow a quarter of the way at updates 2 and 4.
    expect(steps).toEqual([
      [1, 0],
      [1, 1],
      [2, 1],
      [1.5, 1.5],
    ]);
  });
});
