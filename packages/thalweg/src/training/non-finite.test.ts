import { describe, expect, it } from "vitest";
import { bytesOf, small } from "./testing/clouds.ts";

const labels = Int32Array.of(0, 1);
const good = Float32Array.from({ length: 10 }, (_, index) => index / 10);
const bad = Float32Array.from({ length: 10 }, () => Number.POSITIVE_INFINITY);

describe("gradients that are not finite", () => {
  it("are left out and reported, whatever follows", async () => {
    const trainer = small({ inputShape: [5] });
    await trainer.step(good, labels);
    const before = bytesOf(await trainer.weights());
    for (let step = 0; step < 3; step++) {
      const report = await trainer.stepReport(bad, labels);
      expect(report).toMatchObject({ step: 1, skipped: expect.stringMatching(/the loss is NaN/) });
    }
    expect(bytesOf(await trainer.weights())).toEqual(before);
    expect((await trainer.stepReport(good, labels)).step).toBe(2);
  });

  it("are those whose squares overflow, too", async () => {
    const trainer = small({ inputShape: [5] });
    const before = bytesOf(await trainer.weights());
    // One example under two labels: at least one is wrong.
    const large = Float32Array.from({ length: 10 }, (_, index) => 1e20 * (index % 5));
    const report = await trainer.stepReport(large, labels);
    expect(report).toMatchObject({ step: 0, skipped: "a gradient, or its square, is not finite" });
    expect(Number.isFinite(report.loss)).toBe(true);
    expect(bytesOf(await trainer.weights())).toEqual(before);
  });

  it("are an error by option, and the weights stay", async () => {
    const trainer = small({ inputShape: [5], nonFinite: "error" });
    const before = bytesOf(await trainer.weights());
    await expect(trainer.step(bad, labels)).rejects.toThrow(/step 1: the loss is NaN; lower the learning rate/);
    expect(bytesOf(await trainer.weights())).toEqual(before);
  });

  it("are an error when more than skipLimit come in a row", async () => {
    const trainer = small({ inputShape: [5], skipLimit: 2 });
    await trainer.step(bad, labels);
    await trainer.step(bad, labels);
    await trainer.step(good, labels);
    await trainer.step(bad, labels);
    await trainer.step(bad, labels);
    await expect(trainer.step(bad, labels)).rejects.toThrow("3 steps in a row were left out (skipLimit 2)");
  });

  it("have options that are checked", () => {
    expect(() => small({ skipLimit: -1 })).toThrow("Trainer: skipLimit must be a whole number ≥ 0, got -1");
  });
});
