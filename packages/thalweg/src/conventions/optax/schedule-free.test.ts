import { describe, expect, it } from "vitest";
import { Optimizer } from "../../optimizers/index.ts";
import { linear } from "../../schedules/index.ts";
import { optax } from "../index.ts";

/** x and y after each step, as Optax's source computes them. */
const reference = (gradients: readonly number[], rate: (step: number) => number, beta: number) => {
  let [x, y, z, sum, largest] = [0, 0, 0, 0, 0];
  return gradients.map((gradient, index) => {
    largest = Math.max(largest, rate(index + 1));
    sum += largest ** 2;
    const share = sum === 0 ? 0 : largest ** 2 / sum;
    z -= rate(index) * gradient;
    x += share * (z - x);
    y = beta * x + (1 - beta) * z;
    return [x, y];
  });
};

const expectWalk = (options: Parameters<typeof optax.scheduleFreeSgd>[0], rate: (step: number) => number): void => {
  const gradients = [1, -2, 3, 1, 0.5];
  const weights = { w: new Float64Array(1) };
  const optimizer = new Optimizer(weights, optax.scheduleFreeSgd({ beta1: 0.8, ...options }));
  const expected = reference(gradients, rate, 0.8);
  gradients.forEach((gradient, index) => {
    optimizer.step({ w: [gradient] });
    expect(optimizer.evaluationWeights().w[0]).toBeCloseTo(expected[index][0], 13);
    expect(weights.w[0]).toBeCloseTo(expected[index][1], 13);
  });
};

describe("optax.scheduleFreeSgd", () => {
  it("warms up from 0, weighing iterates by the next rate", () => {
    expectWalk({ learningRate: 0.5, warmupSteps: 3 }, (step) => 0.5 * Math.min(step / 3, 1));
  });

  it("takes schedules", () => {
    const rate = linear({ initial: 0.5, final: 0.1, total: 4 });
    expectWalk({ learningRate: rate }, rate);
  });

  it("adds the decay to the gradient", () => {
    const weights = { w: Float64Array.of(2) };
    new Optimizer(weights, optax.scheduleFreeSgd({ learningRate: 0.5, weightDecay: 0.1 })).step({ w: [1] });
    expect(weights.w[0]).toBeCloseTo(2 - 0.5 * 1.2, 14);
  });
});

describe("optax.scheduleFreeAdamw", () => {
  it("moves nothing at the first update of a warmup", () => {
    const weights = { w: Float64Array.of(2) };
    new Optimizer(weights, optax.scheduleFreeAdamw({ warmupSteps: 10 })).step({ w: [1] });
    expect(weights.w[0]).toBe(2);
  });
});
