import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { sgd } from "./sgd.ts";

describe("torch.sgd", () => {
  it("takes the first gradient in whole and dampens the others", () => {
    const weights = { w: new Float64Array(1) };
    const optimizer = new Optimizer(weights, sgd({ learningRate: 1, momentum: 0.5, dampening: 0.25 }));
    const places = [8, 8].map((gradient) => {
      optimizer.step({ w: [gradient] });
      return weights.w[0];
    });
    // v = 8, then 0.5·8 + 0.75·8 = 10
    expect(places).toEqual([-8, -18]);
  });

  it("refuses what torch does: a look ahead without momentum or with dampening", () => {
    expect(() => sgd({ nesterov: true })).toThrow("torch.sgd: momentum must be > 0 with nesterov, got 0");
    expect(() => sgd({ nesterov: true, momentum: 0.9, dampening: 0.1 })).toThrow(
      "torch.sgd: dampening must be 0 with nesterov, got 0.1",
    );
  });

  it("goes uphill with maximize", () => {
    const weights = { w: Float64Array.of(1) };
    new Optimizer(weights, sgd({ learningRate: 0.5, maximize: true })).step({ w: [4] });
    expect(weights.w[0]).toBe(3);
  });
});
