import { beforeAll, describe, expect, it } from "vitest";
import { batchNorm, dense, dropout, relu, sequential } from "../layers/index.ts";
import { gradientDescent } from "../optimizers/index.ts";
import { type DeviceName, useDevice } from "../tensor/index.ts";
import { bytesOf, clouds, small } from "./testing/clouds.ts";

describe.each<DeviceName>(["reference", "wasm"])("a step on %s", (device) => {
  beforeAll(() => useDevice(device));

  it("leaves out an update whose gradient is not finite, state included", async () => {
    const trainer = small({ model: sequential([dense(4), batchNorm(), dense(3)]), inputShape: [5] });
    await trainer.step(new Float32Array(10).fill(0.5), Int32Array.of(0, 1));
    const before = bytesOf(await trainer.weights());
    const bad = new Float32Array(10).fill(1);
    bad[3] = Number.NaN;
    const report = await trainer.stepReport(bad, Int32Array.of(0, 1));
    expect(report.skipped).toContain("NaN");
    expect(trainer.steps).toBe(1);
    expect(bytesOf(await trainer.weights())).toEqual(before);
    await trainer.step(new Float32Array(10).fill(0.5), Int32Array.of(0, 1));
    expect(trainer.steps).toBe(2);
  });

  it("asks a schedule from step 0 on, and no further for an update that is left out", async () => {
    const trainer = small({ inputShape: [5], optimizer: gradientDescent({ learningRate: (step) => 0.1 + step }) });
    const rateOn = async (value: number) =>
      (await trainer.stepReport(new Float32Array(5).fill(value), Int32Array.of(0))).learningRate;
    expect([await rateOn(1), await rateOn(1)]).toEqual([0.1, 1.1]);
    expect([await rateOn(Number.NaN), await rateOn(1), await rateOn(1)]).toEqual([2.1, 2.1, 3.1]);
  });

  it("draws a mask of its own for every step, the same for the same seed", async () => {
    const lossesOf = async () => {
      const model = sequential([dropout(0.5), dense(3)]);
      const trainer = small({ model, optimizer: gradientDescent({ learningRate: 0 }), inputShape: [5] });
      const { inputs, targets } = clouds(16);
      return [await trainer.step(inputs, targets), await trainer.step(inputs, targets)];
    };
    const [first, second] = await lossesOf();
    expect(first).not.toBe(second);
    expect(await lossesOf()).toEqual([first, second]);
  });

  it("takes steps that nobody waits for one after the other", async () => {
    const { inputs, targets } = clouds(8);
    const weightsAfter = async (run: (step: () => Promise<number>) => Promise<unknown>) => {
      const trainer = small({ inputShape: [5] });
      await run(() => trainer.step(inputs, targets));
      expect(trainer.steps).toBe(3);
      return bytesOf(await trainer.weights());
    };
    const together = await weightsAfter((step) => Promise.all([step(), step(), step()]));
    const inTurn = await weightsAfter(async (step) => {
      for (let count = 0; count < 3; count++) await step();
    });
    expect(together).toEqual(inTurn);
  });

  it("says what does not fit", async () => {
    const trainer = small({ inputShape: [5] });
    await expect(trainer.step(new Float32Array(7), Int32Array.of(0))).rejects.toThrow(
      "7 numbers are not whole examples",
    );
    await expect(trainer.step(new Float32Array(10), Int32Array.of(0))).rejects.toThrow("2 inputs and 1 targets");
    await expect(small().step(new Float32Array(10), Int32Array.of(0))).rejects.toThrow(
      "pass inputShape to the Trainer",
    );
    await expect(trainer.step(new Float32Array(10), Int32Array.of(0, 3))).rejects.toThrow(
      "crossEntropy: labels of 3 classes must be from 0 to 2, got 3 at position 1",
    );
    await expect(trainer.step(new Float32Array(10), Int32Array.of(-1, 0))).rejects.toThrow("got -1 at position 0");
    expect(trainer.steps).toBe(0);
  });
});

describe("memory on wasm", () => {
  beforeAll(() => useDevice("wasm"));

  it("stays flat over 10,000 training steps", async () => {
    const { inputs, targets } = clouds(64);
    const trainer = small({ model: sequential([dense(32), batchNorm(), relu(), dense(3)]), inputShape: [5] });
    const residentAfter = async (steps: number): Promise<number> => {
      for (let count = 0; count < steps; count++) await trainer.step(inputs, targets);
      return process.memoryUsage().rss;
    };
    const before = await residentAfter(1000);
    const grown = (await residentAfter(10_000)) - before;
    expect(trainer.steps).toBe(11_000);
    // Three hidden arrays of 8 kB a step would be 240 MB, were 10,000 forward passes kept.
    expect(grown).toBeLessThan(128 * 2 ** 20);
  });

  it("names the largest batch that fits", async () => {
    const trainer = small({ model: sequential([dense(20_000), relu(), dense(3)]), inputShape: [5] });
    const huge = 100_000;
    await expect(trainer.step(new Float32Array(huge * 5), new Int32Array(huge))).rejects.toThrow(
      /largest batch that fits is \d+/,
    );
  });
});
