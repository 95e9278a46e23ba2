import { describe, expect, it } from "vitest";
import { learningRateScheduler } from "./learning-rate-scheduler.ts";
import { FakeFitting, FakeStream } from "./testing/fake-fitting.ts";

describe("learningRateScheduler", () => {
  it("follows the example of Keras' documentation: constant for ten epochs, then e^−0.1 an epoch", async () => {
    const callback = learningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * Math.exp(-0.1)));
    const fitting = new FakeFitting(15);
    fitting.learningRate = 0.01;
    for (let epoch = 1; epoch <= 15; epoch++) await callback.onEpochBegin?.(epoch, fitting);
    expect(fitting.learningRate).toBeCloseTo(0.00607, 5); // round(model.optimizer.learning_rate, 5)
  });

  it("prints a line an epoch when asked to", async () => {
    const stream = new FakeStream();
    const fitting = new FakeFitting();
    const callback = learningRateScheduler((epoch) => 0.1 / (1 + epoch), { verbose: true, stream });
    await callback.onEpochBegin?.(1, fitting);
    await callback.onEpochBegin?.(2, fitting);
    expect(stream.text).toBe("epoch 1: learning rate 0.1\nepoch 2: learning rate 0.05\n");
  });

  it("refuses what is no rate", async () => {
    const callback = learningRateScheduler(() => Number.NaN);
    expect(() => callback.onEpochBegin?.(3, new FakeFitting())).toThrow("got NaN for epoch 2 (counted from 0)");
  });
});
