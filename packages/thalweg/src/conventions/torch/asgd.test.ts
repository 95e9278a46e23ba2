import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { asgd } from "./asgd.ts";

describe("torch.asgd", () => {
  it("uses a schedule's rate one update later than it is given", () => {
    const weights = { w: new Float64Array(1) };
    const rates = [1, 10, 100];
    const optimizer = new Optimizer(weights, asgd({ learningRate: (step) => rates[step], lambda: 0 }));
    const places = rates.map(() => {
      optimizer.step({ w: [1] });
      return weights.w[0];
    });
    expect(places).toEqual([-1, -2, -12]);
  });
});
