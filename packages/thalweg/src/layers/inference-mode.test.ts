import { describe, expect, it } from "vitest";
import { mse } from "../losses/index.ts";
import { frozen, gradientDescent, route } from "../optimizers/index.ts";
import { tensor } from "../tensor/index.ts";
import { Trainer } from "../training/index.ts";
import { batchNorm } from "./batch-norm.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { embedding } from "./embedding.ts";
import { inferenceMode } from "./inference-mode.ts";
import { sequential } from "./sequential.ts";

const body = sequential([dense(2, { bias: false }), batchNorm({ epsilon: 0 }), dropout(0.5)], { name: "body" });
const trainerOf = (isStill: boolean) =>
  new Trainer({
    model: sequential([isStill ? inferenceMode(body) : body, dense(1, { name: "head" })]),
    loss: mse(),
    optimizer: route([
      { match: /^body\//, use: frozen() },
      { match: () => true, use: gradientDescent({ learningRate: 0.5 }) },
    ]),
    inputShape: [2],
  });
const array = (shape: number[], ...values: number[]) => ({ shape, values: Float32Array.from(values) });
const weights = {
  "body/dense/weight": array([2, 2], 1, 0, 0, 1),
  "body/batchNorm/scale": array([2], 1, 1),
  "body/batchNorm/shift": array([2], 0, 0),
  "body/batchNorm/movingMean": array([2], 1, 2),
  "body/batchNorm/movingVariance": array([2], 4, 16),
  "head/weight": array([2, 1], 1, 1),
  "head/bias": array([1], 0),
};

describe("inferenceMode", () => {
  it("keeps moving statistics and uses them, without dropout, while the head learns", async () => {
    const trainer = trainerOf(true);
    await trainer.setWeights(weights);
    // (3 − 1)/2 + (6 − 2)/4 = 2, and with a target of 1 the slope of the bias is 2.
    expect(await trainer.step(tensor([[3, 6]]), tensor([[1]]))).toBeCloseTo(1, 6);
    const { "head/bias": bias, ...after } = await trainer.weights();
    expect(bias.values[0]).toBeCloseTo(-1, 6);
    for (const name of ["movingMean", "movingVariance"] as const) {
      expect(after[`body/batchNorm/${name}`].values).toEqual(weights[`body/batchNorm/${name}`].values);
    }
  });

  it("leaves names, shapes and what ids must be as they are", async () => {
    const plain = trainerOf(false);
    await plain.setWeights(weights);
    await plain.step(
      tensor([
        [3, 6],
        [1, 2],
      ]),
      tensor([[1], [0]]),
    );
    expect((await plain.weights())["body/batchNorm/movingMean"].values[0]).toBeCloseTo(1.1, 6);
    expect(Object.keys(inferenceMode(body).build([2]).parameters)).toEqual(Object.keys(body.build([2]).parameters));
    expect(inferenceMode(embedding(5, 2)).build([3]).limits?.ids?.count).toBe(5);
    expect(sequential([batchNorm()]).build([2]).limits?.batch?.least).toBe(2);
    expect(sequential([inferenceMode(batchNorm())]).build([2]).limits?.batch).toBeUndefined();
  });
});
