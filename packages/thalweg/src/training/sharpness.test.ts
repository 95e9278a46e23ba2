import { beforeAll, describe, expect, it } from "vitest";
import { dense } from "../layers/index.ts";
import { mse } from "../losses/index.ts";
import { adam, chain, gradientDescent, momentum, sam } from "../optimizers/index.ts";
import { useDevice } from "../tensor/index.ts";
import { clouds } from "./testing/clouds.ts";
import { expectClose, learned, training } from "./testing/in-batches.ts";
import { Trainer } from "./trainer.ts";

beforeAll(() => useDevice("wasm"));

describe("sam in the Trainer", () => {
  it("takes the gradient beside the weights, by hand on a line", async () => {
    const trainer = new Trainer({
      model: dense(1),
      loss: mse(),
      optimizer: chain(sam({ rho: 0.5 }), gradientDescent({ learningRate: 0.1 })),
      inputShape: [1],
    });
    const start = await trainer.weights();
    const [w, b] = [start.weight.values[0], start.bias.values[0]];
    const [x, t] = [
      [1, 2],
      [3, -1],
    ];
    const gradientAt = (w0: number, b0: number): [number, number] => {
      const residuals = x.map((value, i) => w0 * value + b0 - t[i]);
      return [residuals[0] * x[0] + residuals[1] * x[1], residuals[0] + residuals[1]];
    };
    const [gw, gb] = gradientAt(w, b);
    const norm = Math.hypot(gw, gb);
    const [sw, sb] = gradientAt(w + (0.5 * gw) / norm, b + (0.5 * gb) / norm);
    await trainer.step(Float32Array.from(x), Float32Array.from(t));
    expectClose(await trainer.weights(), { weight: [w - 0.1 * sw], bias: [b - 0.1 * sb] });
  });

  it("moves the statistics once a step, by what the weights themselves gave", async () => {
    const [plain, sharp] = [training(momentum()), training(chain(sam(), momentum()))];
    for (const { run } of [plain, sharp]) await run(1);
    const [a, b] = [await plain.trainer.weights(), await sharp.trainer.weights()];
    expect(b["batchNorm/movingMean"].values).toEqual(a["batchNorm/movingMean"].values);
    expect(learned(b)).not.toEqual(learned(a));
  });

  it("learns, clipped after it, with ρ read and changed along the way", async () => {
    const { trainer, run } = training(chain(sam({ rho: 0.1 }), adam({ learningRate: 0.02 })), { clip: 1 });
    expect(trainer.hyperparameters["sam/rho"]).toBe(0.1);
    await run(48);
    expect((await trainer.evaluate(clouds(200, 2))).metrics.accuracy).toBeGreaterThan(0.9);
    trainer.set("sam/rho", 0);
    expect(trainer.hyperparameters["sam/rho"]).toBe(0);
    await run(1);
    expect(() => trainer.set("sam/rho", -1)).toThrow("set: sam/rho must be ≥ 0, got -1");
  });
});
