import { expect, it } from "vitest";
import { chain, gradientDescent, Optimizer, type Transform } from "../../optimizers/index.ts";
import { linear } from "../../schedules/index.ts";
import { keras } from "../index.ts";

const steps = (penalty: Transform): number[] => {
  const weights = { w: Float64Array.of(5, -5, 0) };
  const optimizer = new Optimizer(weights, chain(penalty, gradientDescent({ learningRate: 1 })));
  optimizer.step({ w: [1, 1, 1] });
  return [...weights.w];
};

it("adds the gradient 2λw of λ‖w‖²", () => {
  expect(steps(keras.l2(0.1))).toEqual([5 - 1 - 1, -5 - 1 + 1, -1]);
  expect(steps(keras.l2(linear({ initial: 0.1, total: 10 })))).toEqual([3, -5, -1]);
  expect(steps(keras.l2())).toEqual([5 - 1 - 0.1, -5 - 1 + 0.1, -1]);
});

it("adds the gradient λ·sign(w) of λ‖w‖₁", () => {
  expect(steps(keras.l1(0.5))).toEqual([3.5, -5.5, -1]);
  expect(() => keras.l1(-1)).toThrow("keras.l1: factor must be ≥ 0, got -1");
});
