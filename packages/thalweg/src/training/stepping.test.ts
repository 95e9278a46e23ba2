import { beforeAll, describe, expect, it } from "vitest";
import { batchNorm, dense, relu, sequential } from "../layers/index.ts";
import { type DeviceName, useDevice } from "../tensor/index.ts";
import { bytesOf, small } from "./testing/clouds.ts";

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

  it("says what does not fit", async () => {
    const trainer = small({ inputShape: [5] });
    await expect(trainer.step(new Float32Array(7), Int32Array.of(0))).rejects.toThrow(
      "7 numbers are not whole examples",
    );
    await expect(trainer.step(new Float32Array(10), Int32Array.of(0))).rejects.toThrow("2 inputs and 1 targets");
    await expect(small().step(new Float32Array(10), Int32Array.of(0))).rejects.toThrow(
      "pass inputShape to the Trainer",
    );
  });
});

describe("memory", () => {
  it("names the largest batch that fits", async () => {
    useDevice("wasm");
    const trainer = small({ model: sequential([dense(20_000), relu(), dense(3)]), inputShape: [5] });
    const huge = 100_000;
    await expect(trainer.step(new Float32Array(huge * 5), new Int32Array(huge))).rejects.toThrow(
      /largest batch that fits is \d+/,
    );
  });
});
