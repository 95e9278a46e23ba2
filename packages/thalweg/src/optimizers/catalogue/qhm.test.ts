import { describe, expect, it } from "vitest";
import { gradientDescent, momentum, nesterov, Optimizer, type OptimizerSpec, qhm } from "../index.ts";

const gradients = [2, 1.8, -1.5, 0.5, 3];

const walk = (optimizer: OptimizerSpec): number[] => {
  const weights = { w: new Float64Array(1) };
  const running = new Optimizer(weights, optimizer);
  return gradients.map((gradient) => {
    running.step({ w: [gradient] });
    return weights.w[0];
  });
};

const expectSame = (found: readonly number[], expected: readonly number[]): void =>
  found.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index], 14);
  });

describe("qhm", () => {
  it("mixes gradient and momentum", () => {
    // v = 1, 1.4, −0.05; 0.3g + 0.7v = 1.3, 1.52, −0.485.
    const path = walk(qhm({ learningRate: 1, momentum: 0.5, nu: 0.7 }));
    expectSame(path.slice(0, 3), [-1.3, -2.82, -2.335]);
  });

  it("is gradient descent at ν = 0 and averaged momentum at ν = 1", () => {
    expectSame(walk(qhm({ learningRate: 0.1, nu: 0 })), walk(gradientDescent({ learningRate: 0.1 })));
    expectSame(
      walk(qhm({ learningRate: 0.1, momentum: 0.9, nu: 1 })),
      walk(momentum({ learningRate: 0.1, beta: 0.9, form: "average" })),
    );
  });

  it("is Nesterov's rule with averages at ν = β", () => {
    expectSame(
      walk(qhm({ learningRate: 0.1, momentum: 0.9, nu: 0.9 })),
      walk(nesterov({ learningRate: 0.1, beta: 0.9, form: "average" })),
    );
  });

  it("refuses a ν outside [0, 1]", () => {
    expect(() => qhm({ nu: 1.1 })).toThrow("qhm: nu must be in [0, 1], got 1.1");
  });
});
