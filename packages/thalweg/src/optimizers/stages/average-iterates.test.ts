import { describe, expect, it } from "vitest";
import { warmup } from "../../schedules/index.ts";
import {
  addDecayedWeights,
  averageIterates,
  chain,
  gradientDescent,
  Optimizer,
  type OptimizerSpec,
  scaleByLearningRate,
  scaleByRms,
  scheduleFreeSgd,
} from "../index.ts";
import { expectEvaluationWeights, expectTrajectory, golden } from "../testing/golden.ts";

const optax: Readonly<Record<string, OptimizerSpec>> = {
  schedule_free_sgd: chain(gradientDescent({ learningRate: 1e-4 }), averageIterates({ learningRate: 1e-4 })),
  schedule_free_adamw: chain(
    scaleByRms({ rho: 0.999, epsilon: 1e-8, biasCorrection: true }),
    addDecayedWeights(0.01),
    scaleByLearningRate(0.01),
    averageIterates({ learningRate: 0.01 }),
  ),
};

const cases = golden("optax").cases.filter(({ optimizer }) => optimizer in optax);

/** z, y and x after each of several steps against a gradient of 1. */
const walk = (optimizer: OptimizerSpec, steps: number) => {
  const weights = { w: Float64Array.of(1) };
  const running = new Optimizer(weights, optimizer);
  return Array.from({ length: steps }, () => {
    running.step({ w: [1] });
    const z = Object.values(running.state().slots)[0][0];
    return { z, y: weights.w[0], x: running.evaluationWeights().w[0] };
  });
};

describe("averageIterates", () => {
  it.each(cases)("is Optax's schedule_free around its optimizers: $optimizer on $problem", async (expected) => {
    const optimizer = optax[expected.optimizer];
    await expectTrajectory(expected, optimizer);
    await expectEvaluationWeights(expected.problem, optimizer, expected.evalParams ?? {});
  });

  it("evaluates with the plain mean of z when the rate is constant", () => {
    const descent = chain(scaleByLearningRate(0.5), averageIterates({ learningRate: 0.5, beta1: 0.7 }));
    walk(descent, 6).forEach(({ z, y, x }, index) => {
      // z is 1 − 0.5t, its mean over t of 1 to T is 1 − 0.25(T + 1).
      const t = index + 1;
      expect(z).toBeCloseTo(1 - 0.5 * t, 13);
      expect(x).toBeCloseTo(1 - 0.25 * (t + 1), 13);
      expect(y).toBeCloseTo(0.7 * x + 0.3 * z, 13);
    });
  });

  it("weights an iterate by tʳ and a power of the largest rate so far", () => {
    const rates = [0.25, 0.5, 0.25];
    const learningRate = (step: number) => rates[step];
    const descent = chain(
      scaleByLearningRate(learningRate),
      averageIterates({ learningRate, weightLearningRatePower: 3, r: 1 }),
    );
    const path = walk(descent, 3);
    const weights = [0.25 ** 3, 2 * 0.5 ** 3, 3 * 0.5 ** 3];
    const sum = weights.reduce((a, b) => a + b);
    const mean = path.reduce((total, { z }, index) => total + (weights[index] / sum) * z, 0);
    expect(path[2].x).toBeCloseTo(mean, 13);
  });

  it("stands still while the rate is 0", () => {
    const learningRate = warmup(2, 0.1);
    const [first, second] = walk(chain(scaleByLearningRate(learningRate), averageIterates({ learningRate })), 2);
    expect(first).toEqual({ z: 1, y: 1, x: 1 });
    expect(second.z).toBeLessThan(1);
  });

  it("after gradient descent is scheduleFreeSgd", () => {
    const descent = chain(gradientDescent({ learningRate: 0.1 }), averageIterates({ learningRate: 0.1 }));
    walk(descent, 5).forEach(({ y }, index) => {
      expect(y).toBeCloseTo(walk(scheduleFreeSgd({ learningRate: 0.1 }), 5)[index].y, 14);
    });
  });

  it("names a wrong option", () => {
    expect(() => averageIterates({ learningRate: 0.1, beta1: 0 })).toThrow(
      "averageIterates: beta1 must be in (0, 1), got 0",
    );
  });
});
